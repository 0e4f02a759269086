using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Sqlite;

namespace Tracking.Infrastructure.Installation;

/// <summary>Takes away, every minute, what has served its time: salts, remembered message and batch ids, old samples, deleted sites.</summary>
internal sealed partial class Housekeeping(
    IDbContextFactory<TrackingContext> contexts, HashKeys hashKeys, SiteErasure erasure, TimeProvider time, ILogger<Housekeeping> logger)
    : BackgroundService
{
    private const int KeptSamples = 1_000;
    private const int CheckpointTries = 50;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CheckpointAgainAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>Longer than any broker or spool keeps a batch that it might bring again.</summary>
    private static readonly TimeSpan KeepBatchIds = TimeSpan.FromDays(31);

    /// <summary>Whether deleted content may lie in the write-ahead log: also what a process deleted that was killed before it could empty that.</summary>
    private bool isDeletedInLog = true;

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
        // The salts first: their hour is promised, and nothing else may be in its way.
        isDeletedInLog |= await hashKeys.DestroyAsync(cancellationToken) > 0;
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.MessageKeys.Where(row => row.ForgetAtMs < now.ToUnixTimeMilliseconds()).ExecuteDeleteAsync(cancellationToken);
        await db.StoredBatches.Where(row => row.StoredAtMs < (now - KeepBatchIds).ToUnixTimeMilliseconds())
            .ExecuteDeleteAsync(cancellationToken);
        foreach (var site in await db.Sites.Select(row => row.Id).ToListAsync(cancellationToken))
        {
            var oldest = await db.RejectedSamples.Where(row => row.SiteId == site).OrderByDescending(row => row.Id)
                .Skip(KeptSamples).Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
            if (oldest > 0)
                await db.RejectedSamples.Where(row => row.SiteId == site && row.Id <= oldest).ExecuteDeleteAsync(cancellationToken);
        }

        isDeletedInLog |= await erasure.RunAsync(cancellationToken) > 0;

        // What was deleted lives on in the write-ahead log until that is emptied.
        if (isDeletedInLog && db is SqliteTrackingContext)
            isDeletedInLog = !await TryEmptyLogAsync(db, cancellationToken);
    }

    /// <summary>Empties the write-ahead log, which a reader at the same moment hinders: then again, at last a minute later.</summary>
    private static async Task<bool> TryEmptyLogAsync(TrackingContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE);";
        for (var tries = 0; tries < CheckpointTries; tries++)
        {
            // The first column says whether it was hindered.
            if (await command.ExecuteScalarAsync(cancellationToken) is 0L)
                return true;
            await Task.Delay(CheckpointAgainAfter, cancellationToken);
        }

        return false;
    }

    [LoggerMessage(LogLevel.Error, "Housekeeping failed and is tried again in a minute.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
