using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Consent;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Sites;

namespace Tracking.Infrastructure.Installation;

/// <summary>
/// Keeps what processes cache of the store at most a second or two old: keys, sites and settings, recorded decisions, hash keys. While
/// the store is away it goes on with what it knows.
/// </summary>
internal sealed partial class SharedStateRefresher(
    SiteDirectory directory, ConsentRecords consents, HashKeys hashKeys, TimeProvider time, ILogger<SharedStateRefresher> logger)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var failing = false;
        do
        {
            try
            {
                // The hash keys first: once sites are known, events are collected.
                await hashKeys.LoadAsync(stoppingToken);
                await directory.RefreshAsync(stoppingToken);
                await consents.RefreshAsync(stoppingToken);
                failing = false;
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

    [LoggerMessage(LogLevel.Error, "The database cannot be read. Sites, keys and settings stay as they were last read until it can.")]
    private static partial void LogAway(ILogger logger, Exception exception);
}
