using MassTransit;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Bus;

/// <summary>Publishes batches to the broker, and remembers whether it confirmed the last one. What is in the spool goes this way too.</summary>
internal sealed partial class BrokerPublisher(IBus bus, BusMetrics metrics, ILogger<BrokerPublisher> logger) : ISpoolOutlet
{
    /// <summary>Senders wait that long when the broker goes away; then the spool takes what they send.</summary>
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(2);

    private volatile bool confirms = true;

    /// <summary>Whether the last batch was confirmed.</summary>
    public bool Confirms => confirms;

    /// <summary>Publishes one batch.</summary>
    /// <returns>Whether the broker confirmed it in time. If not, it may have it all the same.</returns>
    public async Task<bool> TryPublishAsync(byte[] batch, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ConfirmTimeout);
        try
        {
            await bus.Publish(new AcceptedEvents(batch), context => context.Serializer = BatchSerializer.Instance, timeout.Token);
            if (!confirms)
                LogBack(logger);
            confirms = true;
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (confirms)
                LogAway(logger, exception);
            confirms = false;
            metrics.Unconfirmed();
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<SpoolDelivery> DeliverAsync(byte[] batches, CancellationToken cancellationToken) =>
        await TryPublishAsync(batches, cancellationToken) ? SpoolDelivery.Done : SpoolDelivery.Failed;

    [LoggerMessage(LogLevel.Warning, "The broker does not confirm; accepted events go to the spool until it does.")]
    private static partial void LogAway(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "The broker confirms again; the spool is sent to it.")]
    private static partial void LogBack(ILogger logger);
}
