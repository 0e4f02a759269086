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
    private const int SliceMs = 1_000;
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
        await ForgetMessageIdsAsync(db, now.ToUnixTimeMilliseconds(), cancellationToken);
        var oldestBatchMs = (now - KeepBatchIds).ToUnixTimeMilliseconds();
        while (await db.StoredBatches.Where(row => row.StoredAtMs < oldestBatchMs).Take(Slice).ExecuteDeleteAsync(cancellationToken) == Slice)
        {
            // Each slice is a transaction of its own, so that storing goes on between.
        }

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

    /// <summary>A second's at a time: a busy minute has hundreds of thousands, and the one writer waits for each statement.</summary>
    private static async Task ForgetMessageIdsAsync(TrackingContext db, long nowMs, CancellationToken cancellationToken)
    {
        while (await db.MessageKeys.Where(row => row.ForgetAtMs < nowMs).MinAsync(row => row.ForgetAtMs, cancellationToken) is { } oldest)
        {
            var until = Math.Min(oldest + SliceMs, nowMs);
            await db.MessageKeys.Where(row => row.ForgetAtMs < until).ExecuteDeleteAsync(cancellationToken);
        }
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
