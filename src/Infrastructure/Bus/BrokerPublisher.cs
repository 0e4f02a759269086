using System.Buffers;
using MassTransit;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Bus;

/// <summary>Publishes batches to the broker, and remembers whether it confirmed the last one. What is in the spool goes this way too.</summary>
internal sealed partial class BrokerPublisher(IBus bus, BusMetrics metrics, ILogger<BrokerPublisher> logger) : ISpoolOutlet
{
    /// <summary>Senders wait that long when the broker goes away; then the spool takes what they send.</summary>
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Most bytes of batches in one message: RabbitMQ 4 takes none of more than 16 MiB, and a quorum queue replicates each whole.</summary>
    private const int MostBytesOfMessage = 4_194_304;

    private volatile bool confirms = true;

    /// <summary>Whether the last batch was confirmed.</summary>
    public bool Confirms => confirms;

    /// <summary>Publishes a batch, or several one behind the other; in several messages when it is too large for one.</summary>
    /// <returns>Whether the broker confirmed all of it in time. If not, it may have it all the same.</returns>
    public async Task<bool> TryPublishAsync(ReadOnlyMemory<byte> batch, CancellationToken cancellationToken)
    {
        foreach (var payload in EventBatchFormat.Cut(batch, MostBytesOfMessage))
        {
            if (!await IsConfirmedAsync(new AcceptedEvents(Compressed(payload)), cancellationToken))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public async Task<SpoolDelivery> DeliverAsync(byte[] batches, CancellationToken cancellationToken) =>
        await TryPublishAsync(batches, cancellationToken) ? SpoolDelivery.Done : SpoolDelivery.Failed;

    private static byte[] Compressed(ReadOnlyMemory<byte> payload)
    {
        var compressed = new ArrayBufferWriter<byte>(payload.Length / 4);
        BatchCompression.Compress(payload.Span, compressed);
        return compressed.WrittenSpan.ToArray();
    }

    private async Task<bool> IsConfirmedAsync(AcceptedEvents message, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ConfirmTimeout);
        try
        {
            await bus.Publish(message, context => context.Serializer = BatchSerializer.Instance, timeout.Token);
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

    [LoggerMessage(LogLevel.Warning, "The broker does not confirm; accepted events go to the spool until it does.")]
    private static partial void LogAway(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "The broker confirms again; the spool is sent to it.")]
    private static partial void LogBack(ILogger logger);
}
