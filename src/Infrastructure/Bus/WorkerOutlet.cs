using MassTransit;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Bus;

/// <summary>Takes the spool's batches to the worker in this process, and waits until it says that they are stored.</summary>
internal sealed class WorkerOutlet(IBus bus) : ISpoolOutlet
{
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromMinutes(2);

    private readonly IRequestClient<AcceptedEvents> worker = bus.CreateRequestClient<AcceptedEvents>(StoreTimeout);

    /// <inheritdoc/>
    public async Task<SpoolDelivery> DeliverAsync(byte[] batches, CancellationToken cancellationToken)
    {
        var answer = await worker.GetResponse<EventsStored, EventsUnreadable>(
            new AcceptedEvents(batches), pipe => pipe.UseExecute(context => context.Serializer = BatchSerializer.Instance), cancellationToken);
        return answer.Is<EventsUnreadable>(out _) ? SpoolDelivery.Unreadable : SpoolDelivery.Done;
    }
}
