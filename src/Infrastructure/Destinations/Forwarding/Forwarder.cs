using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Outbox;

namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>Runs a line for each destination that is not paused, and begins it anew when the destination was changed.</summary>
internal sealed partial class Forwarder(
    IServiceProvider services,
    IDbContextFactory<TrackingContext> contexts,
    StoreMigration migration,
    DestinationOpening opening,
    ForwardingMetrics metrics,
    TimeProvider time,
    ILogger<Forwarder> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, Running> lines = [];

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var id in lines.Keys.ToList())
            await StopAsync(id, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var isFailing = false;
        do
        {
            try
            {
                if (migration.IsDone)
                    await LookAsync(stoppingToken);
                isFailing = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isFailing)
                    LogFailed(logger, exception);
                isFailing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Destinations.AsNoTracking().Where(row => !row.IsPaused)
            .Join(db.Sites.Where(site => site.DeletedAtMs == null), row => row.SiteId, site => site.Id, (row, site) => new { Row = row, Site = site })
            .ToListAsync(cancellationToken);
        foreach (var id in lines.Keys.Except(rows.Select(one => one.Row.Id)).ToList())
            await StopAsync(id, cancellationToken);
        foreach (var one in rows)
        {
            var version = (one.Row.Settings, one.Row.Secrets, one.Row.Rules, one.Row.Requires);
            if (lines.TryGetValue(one.Row.Id, out var running))
            {
                if (running.Version == version)
                    continue;
                await StopAsync(one.Row.Id, cancellationToken);
            }

            await StartAsync(one.Row, SiteDirectory.ToSite(one.Site), version, cancellationToken);
        }
    }

    private async Task StartAsync(
        DestinationRow row, Site site, (string Settings, string? Secrets, string Rules, ConsentPurposes Requires) version, CancellationToken cancellationToken)
    {
        var (opened, trouble) = opening.TryOpen(row);
        if (opened is null)
        {
            lines[row.Id] = new Running(version, null, null, Task.CompletedTask, new CancellationTokenSource());
            LogNotOpened(logger, row.Id, row.Kind, trouble);
            await services.GetRequiredService<Deliveries>().ReportAsync(row.Id, trouble, time.GetUtcNow(), cancellationToken);
            return;
        }

        metrics.Begin(opened.Destination);
        var line = ActivatorUtilities.CreateInstance<ForwardingLine>(
            services, opened, site, ActivatorUtilities.CreateInstance<OutboxLine>(services, DestinationRow.LineOf(row.Id)), (ILogger)logger);
        var stop = new CancellationTokenSource();
        lines[row.Id] = new Running(version, opened, line, Task.Run(() => line.RunAsync(stop.Token), CancellationToken.None), stop);
    }

    private async Task StopAsync(int id, CancellationToken cancellationToken)
    {
        lines.Remove(id, out var running);
        await running!.Stop.CancelAsync();
        await running.Work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            if (running.Line is not null)
                await running.Line.LetGoAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Then it is another's in ten seconds.
            LogNotLetGo(logger, exception, id);
        }

        running.Opened?.Target.Dispose();
        running.Stop.Dispose();
        metrics.Forget(id);
    }

    private sealed record Running(
        (string Settings, string? Secrets, string Rules, ConsentPurposes Requires) Version,
        OpenDestination? Opened,
        ForwardingLine? Line,
        Task Work,
        CancellationTokenSource Stop);

    [LoggerMessage(LogLevel.Warning, "Destinations cannot be read; those that are known are worked on.")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "Destination {Id} ({Kind}) cannot be opened: {Trouble}. Nothing is sent to it until it is changed, or this process is started anew.")]
    private static partial void LogNotOpened(ILogger logger, int id, string kind, string? trouble);

    [LoggerMessage(LogLevel.Warning, "The line to destination {Id} could not be let go of; another process takes it within ten seconds.")]
    private static partial void LogNotLetGo(ILogger logger, Exception exception, int id);
}
