using System.ComponentModel;
using System.Diagnostics;
using Tracking.Api.Composition;
using Tracking.Api.Demo;
using Tracking.Application.Sites;

namespace Tracking.Api.Operation;

/// <summary>The command <c>serve</c>: runs the service until it is told to stop.</summary>
internal static partial class ServeCommand
{
    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var (app, settings) = TrackingHost.Build(args);
        if (!settings.Accepts)
            YieldToOthers();
        var folder = settings.MakeDataFolder();
        try
        {
            var site = (await FirstStart.RunAsync(app, settings, cancellationToken)).Site;
            var secretKey = site.IsCompleted ? Learn(await site) : null;
            await app.StartAsync(cancellationToken);
            // Not awaited: a database that hangs must not hold up the end either.
            _ = AnnounceAsync(site, secretKey);
        }
        catch
        {
            // Told to stop, what runs in the background ends in silence: the line about the start is the only one.
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
            throw;
        }

        await EndAsync(app, cancellationToken);
        // What ends the process by itself says so there.
        return Environment.ExitCode;

        string Learn(FirstSite first)
        {
            app.Services.GetRequiredService<DemoKey>().WriteKey = first.WriteKey ?? string.Empty;
            return StartBanner.ShowSecretKey(first);
        }

        async Task AnnounceAsync(Task<FirstSite> site, string? secretKey)
        {
            try
            {
                var first = await site;
                StartBanner.Print(app, first, folder, secretKey ?? Learn(first), settings.Accepts);
            }
            catch (Exception exception) when (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
            {
                LogFailed(app.Logger, exception);
            }
            catch (OperationCanceledException)
            {
                // Stopped before the database was there.
            }
        }
    }

    /// <summary>Waits for the end, and leaves behind what is stuck then, in a database or a disk: what was promised is durable.</summary>
    private static async Task EndAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var end = Task.Run(StopAsync, CancellationToken.None);
        var told = new TaskCompletionSource();
        await using (app.Lifetime.ApplicationStopping.Register(told.SetResult))
            await Task.WhenAny(end, told.Task);
        await Task.WhenAny(end, Task.Delay(GracefulStop.LeftBehindAfter, CancellationToken.None));
        if (end.IsCompleted)
            await end;

        async Task StopAsync()
        {
            try
            {
                await app.WaitForShutdownAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Something took longer than it may.
            }

            await app.DisposeAsync();
        }
    }

    /// <summary>What only stores can wait: where processes share processors, those that accept, and the broker, go first.</summary>
    private static void YieldToOthers()
    {
        try
        {
            using var self = Process.GetCurrentProcess();
            self.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Win32Exception)
        {
            // A hardened service may not even lower its priority; it stores all the same.
        }
    }

    [LoggerMessage(LogLevel.Error, "The start could not be finished beside the service, which goes on: is the database this release's, and do the settings Bootstrap__… fit what is in it?")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
