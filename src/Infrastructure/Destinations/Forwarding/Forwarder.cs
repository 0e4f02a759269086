using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tracking.Domain.Destinations;
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
    private static readonly TimeSpan OpenAgainAfter = TimeSpan.FromSeconds(10);

    /// <summary>That long requests on their way are waited for when a line ends, so that what was sent is known and not sent again.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    private readonly Dictionary<int, Running> lines = [];
    private readonly Dictionary<int, NotOpened> closed = [];

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var running in lines.Values)
            running.End();
        await Task.WhenAll(lines.Values.Select(running => running.Work)).WaitAsync(LongestStop, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // One that is still at it keeps what it works with.
        foreach (var (id, running) in lines.Where(one => one.Value.Work.IsCompleted).ToList())
            Forget(id, running);
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
            .ToDictionaryAsync(one => one.Row.Id, cancellationToken);
        foreach (var (id, running) in lines.ToList())
        {
            if (!rows.TryGetValue(id, out var one) || running.Version != Version.Of(one.Row))
                running.End();
            // Whatever it had on its way is written down by then; until then no other begins.
            if (running.Work.IsCompleted)
                Forget(id, running);
        }

        foreach (var id in closed.Keys.Except(rows.Keys).ToList())
            closed.Remove(id);
        foreach (var (id, one) in rows)
        {
            if (!lines.ContainsKey(id))
                await StartAsync(one.Row, one.Site, cancellationToken);
        }
    }

    private async Task StartAsync(DestinationRow row, SiteRow siteRow, CancellationToken cancellationToken)
    {
        var (version, now) = (Version.Of(row), time.GetUtcNow());
        if (closed.TryGetValue(row.Id, out var earlier) && earlier.Version == version && now < earlier.AgainAt)
            return;
        var (opened, trouble) = TryOpen(row);
        if (opened is null)
        {
            closed[row.Id] = new NotOpened(version, trouble, now + OpenAgainAfter);
            if (earlier?.Version == version && earlier.Trouble == trouble)
                return;
            LogNotOpened(logger, row.Id, row.Kind, trouble);
            await services.GetRequiredService<Deliveries>().ReportAsync(row.Id, trouble, now, cancellationToken);
            return;
        }

        closed.Remove(row.Id);
        metrics.Begin(opened.Destination);
        lines[row.Id] = new Running(version, opened, ActivatorUtilities.CreateInstance<ForwardingLine>(
            services,
            opened,
            SiteDirectory.ToSite(siteRow),
            ActivatorUtilities.CreateInstance<OutboxLine>(services, DestinationRow.LineOf(row.Id)),
            (ILogger)logger));
    }

    private (OpenDestination? Opened, string? Trouble) TryOpen(DestinationRow row)
    {
        try
        {
            return opening.TryOpen(row);
        }
        catch (Exception exception)
        {
            // One that cannot be opened keeps no other from being worked on.
            LogBroken(logger, exception, row.Id);
            return (null, "cannot_be_opened");
        }
    }

    private void Forget(int id, Running running)
    {
        lines.Remove(id);
        running.Dispose();
        metrics.Forget(id);
    }

    /// <summary>What a line has to be begun anew for.</summary>
    private sealed record Version(string Settings, string? Secrets, string Rules, ConsentPurposes Requires)
    {
        public static Version Of(DestinationRow row) => new(row.Settings, row.Secrets, row.Rules, row.Requires);
    }

    private sealed record NotOpened(Version Version, string? Trouble, DateTimeOffset AgainAt);

    private sealed class Running : IDisposable
    {
        private readonly OpenDestination opened;
        private readonly CancellationTokenSource stop = new();
        private readonly CancellationTokenSource abort = new();

        public Running(Version version, OpenDestination opened, ForwardingLine line)
        {
            (Version, this.opened) = (version, opened);
            Work = Task.Run(() => line.RunAsync(stop.Token, abort.Token), CancellationToken.None);
        }

        public Version Version { get; }

        public Task Work { get; }

        public void End()
        {
            if (stop.IsCancellationRequested)
                return;
            abort.CancelAfter(Grace);
            stop.Cancel();
        }

        public void Dispose()
        {
            opened.Target.Dispose();
            stop.Dispose();
            abort.Dispose();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Destinations cannot be read; those that are known are worked on.")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "Destination {Id} ({Kind}) cannot be opened: {Trouble}. It is tried again every ten seconds; what is to be sent waits in the store.")]
    private static partial void LogNotOpened(ILogger logger, int id, string kind, string? trouble);

    [LoggerMessage(LogLevel.Debug, "Destination {Id} could not be opened.")]
    private static partial void LogBroken(ILogger logger, Exception exception, int id);
}
