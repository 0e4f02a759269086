using MassTransit;
using Tracking.Application.Collect;

namespace Tracking.Infrastructure.Bus;

/// <summary>Makes batches durable by the broker's confirm: a quorum queue has them on disk.</summary>
internal sealed class RabbitMqSink(IBus bus) : IBatchSink
{
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public int Parallelism => 4;

    /// <inheritdoc/>
    public async Task WriteAsync(ReadOnlyMemory<byte> batch, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ConfirmTimeout);
        try
        {
            await bus.Publish(new AcceptedEvents(EventBatchFormat.Version, batch.ToArray()), timeout.Token);
        }
        catch (Exception exception)
        {
            throw new NotDurableException("The broker did not confirm.", exception);
        }
    }
}
