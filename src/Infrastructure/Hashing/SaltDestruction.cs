using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Sqlite;

namespace Tracking.Infrastructure.Hashing;

/// <summary>Destroys, every minute, the salts whose time has come. By itself: their hour is promised, and nothing else may be in its way.</summary>
internal sealed partial class SaltDestruction(
    IDbContextFactory<TrackingContext> contexts, HashKeys hashKeys, TimeProvider time, ILogger<SaltDestruction> logger)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Whether a salt may lie in the write-ahead log: also one that a process destroyed that was killed before it could empty that.</summary>
    private bool isSaltInLog = true;

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
        isSaltInLog |= await hashKeys.DestroyAsync(cancellationToken) > 0;
        if (!isSaltInLog)
            return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        isSaltInLog = !await WriteAheadLog.TryEmptyAsync(db, cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "The salts whose time has come could not be destroyed; it is tried again in a minute.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
