using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Consent;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Sites;

namespace Tracking.Infrastructure.Installation;

/// <summary>
/// Keeps what processes cache of the store at most a second or two old: keys, sites and settings, recorded decisions, hash keys. While
/// the store is away it goes on with what it knows. What an accepting process needs is written down for its next start.
/// </summary>
internal sealed partial class SharedStateRefresher(
    SiteDirectory directory,
    ConsentRecords consents,
    HashKeys hashKeys,
    TimeProvider time,
    ILogger<SharedStateRefresher> logger,
    SharedStateFile snapshot,
    bool writes)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private long written = -1;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        // Who starts without the store has said so already, and its return is to be told too.
        var (failing, isAwaited) = (false, directory.RestoredFrom is not null);
        do
        {
            try
            {
                // First: it must happen also while nothing can be read.
                hashKeys.Forget();
                await consents.RefreshAsync(stoppingToken);
                // The hash keys before sites: once those are known, events are collected.
                await hashKeys.LoadAsync(stoppingToken);
                await directory.RefreshAsync(stoppingToken);
                if (writes)
                    Write();
                if (failing || isAwaited)
                    LogBack(logger);
                failing = isAwaited = false;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                if (!failing)
                    LogAway(logger, exception);
                failing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Write()
    {
        var (version, sites, keys) = directory.Read;
        if (directory.IsLoaded && version != written
            && snapshot.TryWrite(new SharedState(time.GetUtcNow(), hashKeys.Installation.ToArray(), sites, keys)))
        {
            written = version;
        }
    }

    [LoggerMessage(LogLevel.Error, "The database cannot be read. Sites, keys and settings stay as they were last read until it can.")]
    private static partial void LogAway(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "The database is read again: sites, keys and settings are as they are there.")]
    private static partial void LogBack(ILogger logger);
}
