using Tracking.Api.Composition;
using Tracking.Api.Demo;

namespace Tracking.Api.Operation;

/// <summary>The command <c>serve</c>: runs the service until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var (app, settings) = TrackingHost.Build(args);
        await using (app)
        {
            var folder = settings.MakeDataFolder();
            var first = await FirstStart.RunAsync(app, settings, cancellationToken);
            if (first is not null)
                app.Services.GetRequiredService<DemoKey>().WriteKey = first.WriteKey ?? string.Empty;
            var secretKey = first is null ? string.Empty : StartBanner.ShowSecretKey(first);
            await app.StartAsync(cancellationToken);
            if (first is not null)
                StartBanner.Print(app, first, folder, secretKey, settings.Accepts);
            await app.WaitForShutdownAsync(cancellationToken);
        }

        return 0;
    }
}
