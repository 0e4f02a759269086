using Tracking.Application.Collect;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Bus;

/// <summary>
/// Makes batches durable by the broker's confirm (a quorum queue has them on disk), or in the spool while the broker gives none. A batch
/// whose confirm was lost may lie in both: the store knows it by its id.
/// </summary>
internal sealed class BrokerSink(BrokerPublisher broker, SpoolLog spool) : IBatchSink
{
    /// <inheritdoc/>
    public int Parallelism => 4;

    /// <inheritdoc/>
    public async Task WriteAsync(ReadOnlyMemory<byte> batch, CancellationToken cancellationToken)
    {
        var asked = broker.Confirms;
        if (asked && await broker.TryPublishAsync(batch, cancellationToken))
            return;
        try
        {
            await spool.WriteAsync(batch, cancellationToken);
        }
        catch (NotDurableException) when (!asked)
        {
            // The broker may be back, and with nothing in the spool nobody would find out.
            if (!await broker.TryPublishAsync(batch, cancellationToken))
                throw;
        }
    }
}
