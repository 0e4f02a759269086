using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tracking.Browser.Tests.Browsers;

namespace Tracking.Browser.Tests.Collecting;

/// <summary>
/// Stands in for the service: serves the built browser script, a test's pages and the demo shop, and records what is
/// sent to <c>/v1/events</c>. Unless told otherwise it answers 202 as the service does.
/// </summary>
public sealed class RecordingServer : IAsyncDisposable
{
    public const string WriteKey = "wk_of_the_test";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly WebApplication app;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly ConcurrentDictionary<string, Page> pages = new();
    private readonly ConcurrentQueue<Answer> answers = new();
    private readonly ConcurrentQueue<ReceivedRequest> requests = new();
    private readonly ConcurrentQueue<string> otherMethods = new();

    private RecordingServer(WebApplication app) => this.app = app;

    public Uri Address { get; private set; } = null!;

    public IReadOnlyCollection<ReceivedRequest> Requests => requests;

    /// <summary>Every event of every request that was answered 202, in order.</summary>
    public IReadOnlyList<Received> Events => [.. requests.Where(request => request.Status == 202).SelectMany(request => request.Events)];

    /// <summary>Methods other than POST that reached the endpoint: a preflight would be <c>OPTIONS</c>.</summary>
    public IReadOnlyCollection<string> OtherMethods => otherMethods;

    public static async Task<RecordingServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new RecordingServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        server.Address = new Uri(server.app.Urls.Single());
        return server;
    }

    /// <summary>The same server under another name ending in <c>.example</c>: to a browser, another site.</summary>
    public Uri AddressAs(string host, string path = "/") => new($"http://{host}.example:{Address.Port}{path}");

    public Uri AddressOf(string path) => new(Address, path);

    /// <summary>Puts a page at a path: the tracker in its head, and a body.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="body">Markup of the body.</param>
    /// <param name="title">Its title.</param>
    /// <param name="head">Markup before the tracker.</param>
    /// <param name="attributes">Further attributes of the script tag.</param>
    /// <param name="script">Where the tracker is loaded from.</param>
    /// <param name="policy">The page's Content-Security-Policy.</param>
    /// <returns>The page's address.</returns>
    public Uri Serve(
        string path, string body = "", string title = "A page", string head = "", string attributes = "", string script = "/tracker.js", string? policy = null)
    {
        pages[path] = new Page(
            $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>{title}</title>{head}
            <script src="{script}" data-key="{WriteKey}" {attributes}></script></head><body>{body}</body></html>
            """, policy);
        return AddressOf(path);
    }

    /// <summary>Answers the next request for events in this way; several are used in order.</summary>
    /// <param name="status">The status; 0 breaks the connection.</param>
    /// <param name="retryAfter">The header's value.</param>
    public void AnswerNext(int status, string? retryAfter = null) => answers.Enqueue(new Answer(status, retryAfter));

    /// <summary>Waits for an event that was answered 202.</summary>
    public Task<Received> EventAsync(string type) => EventAsync(received => received["type"] == type, type);

    public Task<Received> EventAsync(Func<Received, bool> wanted, string what) =>
        UntilAsync(() => Events.FirstOrDefault(wanted), $"{what} among {string.Join(", ", Events)}");

    /// <summary>Waits for so many requests, whatever they were answered.</summary>
    public Task<IReadOnlyList<ReceivedRequest>> RequestsAsync(int count) => UntilAsync<IReadOnlyList<ReceivedRequest>>(
        () => requests.Count >= count ? [.. requests] : null, $"{count} requests, there were {requests.Count}");

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static async Task<T> UntilAsync<T>(Func<T?> find, string what)
        where T : class
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(20))
        {
            if (find() is { } found)
                return found;
        }

        throw new TimeoutException($"Not received within {Patience.TotalSeconds} s: {what}");
    }

    private Task AnswerAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/v1/events" => CollectAsync(http),
        "/tracker.js" => SendAsync(http, "text/javascript", BuiltFiles.ReadAsync("tracker.js")),
        { } path when path.StartsWith("/demo", StringComparison.Ordinal) => DemoAsync(http, path),
        { } path when pages.TryGetValue(path, out var page) => PageAsync(http, page),
        _ => NotFoundAsync(http),
    };

    private async Task CollectAsync(HttpContext http)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlExposeHeaders = "Retry-After";
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            otherMethods.Enqueue(http.Request.Method);
            return;
        }

        var body = new Received(await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body));
        var answer = answers.TryDequeue(out var next) ? next : new Answer(202, null);
        var request = new ReceivedRequest(
            http.Request.Method, http.Request.Query["key"], http.Request.ContentType, http.Request.Headers["Sec-Fetch-Mode"], clock.Elapsed, answer.Status, body);
        requests.Enqueue(request);
        if (answer.Status == 0)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = answer.Status;
        http.Response.Headers.RetryAfter = answer.RetryAfter;
        var identified = request.Events.Count(received => received["anonymousId"] is not null);
        await http.Response.WriteAsJsonAsync(new
        {
            accepted = identified,
            anonymised = request.Events.Count - identified,
            dropped = 0,
            duplicates = 0,
            rejected = Array.Empty<object>(),
        });
    }

    private static Task PageAsync(HttpContext http, Page page)
    {
        http.Response.Headers.ContentSecurityPolicy = page.Policy;
        return SendAsync(http, "text/html", Task.FromResult(page.Html));
    }

    /// <summary>As the service: files as they were built, and for every other path the shop's one page, with the key in it.</summary>
    private static async Task DemoAsync(HttpContext http, string path)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:";
        switch (path)
        {
            case "/demo/demo.js":
                await SendAsync(http, "text/javascript", BuiltFiles.ReadAsync("demo/demo.js"));
                break;
            case "/demo/demo.css":
                await SendAsync(http, "text/css", BuiltFiles.ReadAsync("demo/demo.css"));
                break;
            default:
                var html = await BuiltFiles.ReadAsync("demo/index.html");
                await SendAsync(http, "text/html", Task.FromResult(html.Replace("__WRITE_KEY__", WriteKey, StringComparison.Ordinal)));
                break;
        }
    }

    private static async Task SendAsync(HttpContext http, string type, Task<string> content)
    {
        http.Response.ContentType = type + "; charset=utf-8";
        await http.Response.WriteAsync(await content);
    }

    private static Task NotFoundAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private sealed record Page(string Html, string? Policy);

    private sealed record Answer(int Status, string? RetryAfter);
}
