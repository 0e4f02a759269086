using System.Buffers;
using MassTransit;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Bus;

/// <summary>
/// Publishes batches to the broker, and remembers whether it confirms in time. What is in the spool goes this way too, and waits as long as it
/// takes: a broker that is slow gets each batch once, and the spool drains at its pace.
/// </summary>
internal sealed partial class BrokerPublisher(IBus bus, BusMetrics metrics, TimeProvider time, ILogger<BrokerPublisher> logger) : ISpoolOutlet
{
    /// <summary>Senders wait that long when the broker goes away or is slow; then the spool takes what they send.</summary>
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(2);

    /// <summary>When the connection breaks, the client says so; this is for what nobody foresees.</summary>
    private static readonly TimeSpan SpoolPatience = TimeSpan.FromMinutes(10);

    /// <summary>Most bytes of batches in one message: RabbitMQ 4 takes none of more than 16 MiB, and a quorum queue replicates each whole.</summary>
    private const int MostBytesOfMessage = 4_194_304;

    private volatile bool confirms = true;

    /// <summary>Whether the last batch was confirmed in time.</summary>
    public bool Confirms => confirms;

    /// <summary>Publishes a batch for senders that wait; in several messages when it is too large for one.</summary>
    /// <returns>Whether the broker confirmed all of it in time. If not, it may have it all the same.</returns>
    public Task<bool> TryPublishAsync(ReadOnlyMemory<byte> batch, CancellationToken cancellationToken) =>
        TryPublishAsync(batch, ConfirmTimeout, cancellationToken);

    /// <inheritdoc/>
    public async Task<SpoolDelivery> DeliverAsync(byte[] batches, CancellationToken cancellationToken) =>
        await TryPublishAsync(batches, SpoolPatience, cancellationToken) ? SpoolDelivery.Done : SpoolDelivery.Failed;

    private async Task<bool> TryPublishAsync(ReadOnlyMemory<byte> batches, TimeSpan patience, CancellationToken cancellationToken)
    {
        foreach (var payload in EventBatchFormat.Cut(batches, MostBytesOfMessage))
        {
            if (!await IsConfirmedAsync(new AcceptedEvents(Compressed(payload)), patience, cancellationToken))
                return false;
        }

        return true;
    }

    private static byte[] Compressed(ReadOnlyMemory<byte> payload)
    {
        var compressed = new ArrayBufferWriter<byte>(payload.Length / 4);
        BatchCompression.Compress(payload.Span, compressed);
        return compressed.WrittenSpan.ToArray();
    }

    private async Task<bool> IsConfirmedAsync(AcceptedEvents message, TimeSpan patience, CancellationToken cancellationToken)
    {
        // Not ended when the patience is: a publish that is broken off takes along what the bus has declared, and the next one begins anew.
        var publishing = PublishAsync(message);
        try
        {
            await publishing.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (confirms)
                LogAway(logger, BusWords.Of(bus as IBusControl) ?? exception.Message);
            confirms = false;
            metrics.Unconfirmed();
            _ = publishing.ContinueWith(late => late.Exception, TaskContinuationOptions.OnlyOnFaulted);
            return false;
        }
    }

    private async Task PublishAsync(AcceptedEvents message)
    {
        var began = time.GetTimestamp();
        await bus.Publish(message, context => context.Serializer = BatchSerializer.Instance, CancellationToken.None);
        // One that confirms late would let senders wait in vain.
        if (time.GetElapsedTime(began) >= ConfirmTimeout)
            return;
        if (!confirms)
            LogBack(logger);
        confirms = true;
    }

    [LoggerMessage(LogLevel.Warning, "The broker does not confirm, or not in time; accepted events go to the spool until it does: {Words}")]
    private static partial void LogAway(ILogger logger, string words);

    [LoggerMessage(LogLevel.Information, "The broker confirms again; the spool is sent to it.")]
    private static partial void LogBack(ILogger logger);
}
