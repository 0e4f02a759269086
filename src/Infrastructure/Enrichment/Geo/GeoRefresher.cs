using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tracking.Infrastructure.Enrichment.Geo;

/// <summary>Looks every few seconds whether the operator's geo files have changed: what is new answers at the second look, when it is whole.</summary>
internal sealed partial class GeoRefresher(GeoDatabase database, GeoMetrics metrics, TimeProvider time, ILogger<GeoRefresher> logger)
    : BackgroundService
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.Observe(database);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var failing = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                database.Refresh();
                failing = false;
            }
            catch (Exception exception) when (!failing)
            {
                failing = true;
                LogFailed(logger, exception);
            }
            catch (Exception)
            {
                // The same as the time before.
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The geo files could not be looked at. What was last read of them goes on answering.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
