using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tracking.Api.Composition;

namespace Tracking.Api.Tests.Composition;

/// <summary>
/// The real service in this process: Kestrel on a free port, Sqlite and spool in a folder of its own. It is made and started as the
/// command <c>serve</c> does, and spoken to over HTTP alone; what it stored is read from its files.
/// </summary>
public sealed class RunningService : IAsyncDisposable
{
    public const string Site = "shop";
    public const string WriteKey = "wk_given-write-key-1";
    public const string SecretKey = "sk_given-secret-key-1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string[] settings;
    private readonly Action<KestrelServerOptions>? kestrel;
    private WebApplication? app;
    private int sites;

    private RunningService(string folder, string[] settings, Action<KestrelServerOptions>? kestrel)
    {
        (Folder, this.settings, this.kestrel) = (folder, settings, kestrel);
        Store = new StoredRows(Path.Combine(folder, "tracking.db"));
    }

    /// <summary>All that the service keeps on disk.</summary>
    public string Folder { get; }

    /// <summary>What it stored.</summary>
    internal StoredRows Store { get; }

    /// <summary>What it logged, by the filters of its own console.</summary>
    public CapturedLog Log { get; } = new();

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Sends as it is told: nothing is decompressed, redirected or added.</summary>
    public HttpClient Http { get; private set; } = null!;

    public static async Task<RunningService> StartAsync(Action<KestrelServerOptions>? kestrel = null, params string[] settings)
    {
        var service = new RunningService(Directory.CreateTempSubdirectory("tracking-api-").FullName, settings, kestrel);
        await service.StartAsync();
        return service;
    }

    /// <summary>Starts it, also again after <see cref="StopAsync"/>, with the same folder.</summary>
    public async Task StartAsync()
    {
        var (built, read) = TrackingHost.Build(
        [
            "--urls", "http://127.0.0.1:0", $"--Data:Directory={Folder}", $"--Bootstrap:Site={Site}",
            $"--Bootstrap:WriteKey={WriteKey}", $"--Bootstrap:SecretKey={SecretKey}", .. settings,
        ]);
        app = built;
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        kestrel?.Invoke(app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value);
        await FirstStart.RunAsync(app, read, CancellationToken.None);
        await app.StartAsync();
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
        })
        { BaseAddress = Address, Timeout = Patience };
    }

    public async Task StopAsync()
    {
        if (app is null)
            return;
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        app = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        StoredRows.Close();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Sends a request.</summary>
    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? json = null, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.Add("X-Api-Key", key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue(name);
        return await SendAsync(request);
    }

    /// <summary>Sends a request.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Makes a site of its own for a test.</summary>
    public async Task<TestSite> CreateSiteAsync(string settings = "{}")
    {
        var name = $"site-{Interlocked.Increment(ref sites)}";
        var json = Json.Object(settings);
        json["site"] = name;
        var answer = await SendAsync(HttpMethod.Post, "/v1/sites", json.ToJsonString(), SecretKey);
        answer.Status.ShouldBe(201, answer.Text);
        return new TestSite(this, name, answer.Of("writeKey"), answer.Of("secretKey"));
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what, CapturedLog? log = null)
    {
        var end = DateTimeOffset.UtcNow + Patience;
        while (!await holds())
        {
            (DateTimeOffset.UtcNow < end).ShouldBeTrue($"waited {Patience} in vain until {what}; {log?.Ending}");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }
}

/// <summary>One service for all tests that ask nothing special of its settings; each makes sites of its own in it.</summary>
[CollectionDefinition(Name)]
public sealed class OneService : ICollectionFixture<ServiceFixture>
{
    public const string Name = "service";
}

/// <summary>Starts and ends it.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    /// <summary>The service; its sender may name a visitor's address as a proxy does.</summary>
    public RunningService Service { get; private set; } = null!;

    public async Task InitializeAsync() => Service = await RunningService.StartAsync(null, "--Proxies:Known=127.0.0.1");

    public async Task DisposeAsync() => await Service.DisposeAsync();
}
