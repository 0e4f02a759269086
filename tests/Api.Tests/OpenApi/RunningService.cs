using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Api.Composition;

namespace Tracking.Api.Tests.OpenApi;

/// <summary>The service, embedded, on a free port and in a folder of its own.</summary>
public sealed class RunningService : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("tracking-openapi-").FullName;
    private WebApplication? app;

    /// <summary>A client of it, with the site's write key.</summary>
    public HttpClient Client { get; } = new();

    public async Task InitializeAsync()
    {
        var (built, settings) = TrackingHost.Build(["--urls", "http://127.0.0.1:0", "--Data:Directory", folder]);
        app = built;
        var first = await FirstStart.RunAsync(app, settings, CancellationToken.None);
        await app.StartAsync();
        Client.BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client.DefaultRequestHeaders.Add("X-Api-Key", first!.WriteKey);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }
}
