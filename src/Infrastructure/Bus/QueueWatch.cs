using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Tracking.Infrastructure.Bus;

/// <summary>
/// Sees to it that a worker takes from its queue again. MassTransit waits for a broker that is away, but gives up for good on one that refuses its
/// login, and cannot be begun anew: once the login holds, the process ends, so that whoever runs it starts another.
/// </summary>
internal sealed partial class QueueWatch(
    IBusControl bus, Uri broker, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<QueueWatch> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>By then MassTransit has come back by itself if it can.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        var (isLogged, wasTaken, awaySince) = (false, false, time.GetTimestamp());
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (bus.CheckHealth().Status == BusHealthStatus.Healthy)
            {
                if (isLogged)
                    LogBack(logger);
                (isLogged, wasTaken, awaySince) = (false, false, time.GetTimestamp());
                continue;
            }

            if (time.GetElapsedTime(awaySince) < Patience)
                continue;
            if (!isLogged)
                LogAway(logger, BusWords.Of(bus) ?? "it does not say why");
            isLogged = true;
            awaySince = time.GetTimestamp();
            var isTaken = await IsLoginTakenAsync(stoppingToken);
            if (isTaken && wasTaken)
            {
                LogEnds(logger);
                Environment.ExitCode = 1;
                lifetime.StopApplication();
                return;
            }

            wasTaken = isTaken;
        }
    }

    private async Task<bool> IsLoginTakenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(cancellationToken);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "This worker cannot take from the broker: is it there, and do user and password of ConnectionStrings__RabbitMq hold? It is tried again; events wait at the broker and in the spools. Its words: {Words}")]
    private static partial void LogAway(ILogger logger, string words);

    [LoggerMessage(LogLevel.Information, "This worker takes from the broker again.")]
    private static partial void LogBack(ILogger logger);

    [LoggerMessage(LogLevel.Critical, "The broker takes this worker's login again, but its bus does not come back. The process ends with exit code 1: start it again.")]
    private static partial void LogEnds(ILogger logger);
}
