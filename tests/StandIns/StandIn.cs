using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tracking.StandIns;

/// <summary>
/// A server on loopback that stands in for a platform, and is as strict as its documentation: what that platform would refuse, or take and
/// throw away without a word, is noted as a refusal.
/// </summary>
public abstract class StandIn : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> received = new();
    private readonly ConcurrentQueue<string> refusals = new();
    private readonly ConcurrentQueue<string> bodies = new();
    private WebApplication? app;
    private string? address;

    /// <summary>Its address, without a slash at the end.</summary>
    public string Address => address ?? throw new InvalidOperationException("It is not started.");

    /// <summary>How often each event was taken, by the platform's own id of it.</summary>
    public IReadOnlyDictionary<string, int> Received => received;

    /// <summary>Why something was refused, or would have been thrown away.</summary>
    public IReadOnlyCollection<string> Refusals => refusals;

    /// <summary>The bodies of all requests, as they came, decoded; kept for golden tests, up to 1,000.</summary>
    public IReadOnlyCollection<string> Bodies => bodies;

    /// <summary>Answers instead of the platform where it says that it did: an outage, a limit, a delay.</summary>
    public Func<HttpContext, Task<bool>> Interferes { get; set; } = _ => Task.FromResult(false);

    /// <summary>Starts it.</summary>
    /// <param name="port">Where it listens; 0: anywhere.</param>
    public async Task StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        app = builder.Build();
        app.Run(async context =>
        {
            if (!await Interferes(context))
                await AnswerAsync(context);
        });
        await app.StartAsync();
        address = app.Urls.Single();
    }

    /// <summary>Ends it; a connection is refused from then on.</summary>
    public async Task StopAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
        app = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Does what the platform does with a request.</summary>
    protected abstract Task AnswerAsync(HttpContext context);

    /// <summary>Notes that an event was taken.</summary>
    protected void Take(string id) => received.AddOrUpdate(id, 1, static (_, times) => times + 1);

    /// <summary>Notes a refusal.</summary>
    protected void Refuse(string reason) => refusals.Enqueue(reason);

    /// <summary>The body as JSON; <c>null</c>, and a refusal, when it is none or the content type is another.</summary>
    protected async Task<JsonElement?> ReadJsonAsync(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
        {
            Refuse($"content type {context.Request.ContentType}");
            return null;
        }

        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        if (bodies.Count < 1_000)
            bodies.Enqueue(body);
        try
        {
            return JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException exception)
        {
            Refuse("no JSON: " + exception.Message);
            return null;
        }
    }
}
