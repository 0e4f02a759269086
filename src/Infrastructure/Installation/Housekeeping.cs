using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Events;
using Tracking.Infrastructure.Store.Sqlite;

namespace Tracking.Infrastructure.Installation;

/// <summary>Takes away, every minute, what has served its time: remembered message and batch ids, old samples, deleted sites.</summary>
internal sealed partial class Housekeeping(
    IDbContextFactory<TrackingContext> contexts, SiteErasure erasure, StoreMetrics metrics, TimeProvider time, ILogger<Housekeeping> logger)
    : BackgroundService
{
    private const int KeptSamples = 1_000;
    private const int Slice = 5_000;

    /// <summary>As long as Sqlite's client waits between its tries: with less, who wants to store might find the next slice there each time.</summary>
    private static readonly TimeSpan BetweenSlices = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Longer than any broker or spool keeps a batch that it might bring again.</summary>
    private static readonly TimeSpan KeepBatchIds = TimeSpan.FromDays(31);

    /// <summary>Whether deleted content may lie in the write-ahead log: also what a process deleted that was killed before it could empty that.</summary>
    private bool isDeletedInLog = true;

    private bool isFullOfUserAgents;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Does it once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await SlicesAsync(() => ForgetMessageIdsAsync(db, now.ToUnixTimeMilliseconds(), cancellationToken), cancellationToken);
        var oldestBatchMs = (now - KeepBatchIds).ToUnixTimeMilliseconds();
        await SlicesAsync(
            async () => await db.StoredBatches.Where(row => row.StoredAtMs < oldestBatchMs).Take(Slice).ExecuteDeleteAsync(cancellationToken) == Slice,
            cancellationToken);

        foreach (var site in await db.Sites.Select(row => row.Id).ToListAsync(cancellationToken))
        {
            var oldest = await db.RejectedSamples.Where(row => row.SiteId == site).OrderByDescending(row => row.Id)
                .Skip(KeptSamples).Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
            if (oldest > 0)
                await db.RejectedSamples.Where(row => row.SiteId == site && row.Id <= oldest).ExecuteDeleteAsync(cancellationToken);
        }

        isDeletedInLog |= await erasure.RunAsync(cancellationToken) > 0;
        if (isDeletedInLog)
            isDeletedInLog = !await WriteAheadLog.TryEmptyAsync(db, cancellationToken);
        await CountUserAgentsAsync(db, cancellationToken);
    }

    /// <returns>Whether there are more.</returns>
    private static async Task<bool> ForgetMessageIdsAsync(TrackingContext db, long nowMs, CancellationToken cancellationToken)
    {
        // They have no single key to slice by, but a time, which few share.
        var last = await db.MessageKeys.Where(row => row.ForgetAtMs < nowMs).OrderBy(row => row.ForgetAtMs).Skip(Slice - 1)
            .Select(row => row.ForgetAtMs).FirstOrDefaultAsync(cancellationToken);
        var until = last + 1 ?? nowMs;
        await db.MessageKeys.Where(row => row.ForgetAtMs < until).ExecuteDeleteAsync(cancellationToken);
        return last is not null;
    }

    /// <summary>Each slice is a transaction of its own, so that storing goes on between: a busy minute has hundreds of thousands.</summary>
    private static async Task SlicesAsync(Func<Task<bool>> deleteAsync, CancellationToken cancellationToken)
    {
        while (await deleteAsync())
            await Task.Delay(BetweenSlices, cancellationToken);
    }

    private async Task CountUserAgentsAsync(TrackingContext db, CancellationToken cancellationToken)
    {
        var kept = await db.Numbers.Where(row => row.Name == NumberRow.UserAgents).Select(row => row.Value).SingleAsync(cancellationToken);
        metrics.UserAgents(kept);
        var wasFull = isFullOfUserAgents;
        isFullOfUserAgents = kept >= UserAgentWriting.MostUserAgents;
        if (isFullOfUserAgents && !wasFull)
            LogFullOfUserAgents(logger, kept);
    }

    [LoggerMessage(LogLevel.Warning, "{Kept} user agents are kept, and no more will be: reclassify passes over events with others. Someone may be making them up.")]
    private static partial void LogFullOfUserAgents(ILogger logger, long kept);

    [LoggerMessage(LogLevel.Error, "Housekeeping failed and is tried again in a minute.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
