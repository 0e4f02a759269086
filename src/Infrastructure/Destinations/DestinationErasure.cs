using Microsoft.EntityFrameworkCore;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Destinations;

/// <summary>Takes a destination out of the store.</summary>
internal static class DestinationErasure
{
    private const int Slice = 5_000;

    /// <summary>The destination first, so that nothing is sent any more; then its deliveries, a slice at a time so that storing goes on between.</summary>
    public static async Task RunAsync(TrackingContext db, int id, CancellationToken cancellationToken)
    {
        await db.Destinations.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
        await db.OutboxLines.Where(row => row.Name == DestinationRow.LineOf(id)).ExecuteDeleteAsync(cancellationToken);
        while (await db.Deliveries.Where(row => row.DestinationId == id).Take(Slice).ExecuteDeleteAsync(cancellationToken) == Slice)
        {
            // Each slice is a transaction of its own.
        }
    }
}
