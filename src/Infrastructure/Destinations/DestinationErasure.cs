using Microsoft.EntityFrameworkCore;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Destinations;

/// <summary>Takes a destination out of the store.</summary>
internal static class DestinationErasure
{
    private const int Slice = 1_900;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// First nothing is sent any more; then its deliveries go, a slice at a time so that storing goes on between; at last it does, with what
    /// was still written of it. Stopped between, it is paused, and erased when that is asked for again.
    /// </summary>
    public static async Task RunAsync(TrackingContext db, int id, TimeProvider time, CancellationToken cancellationToken)
    {
        await db.Destinations.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.IsPaused, true), cancellationToken);
        // Each slice is a transaction of its own, and others get a turn between two.
        while (await db.Deliveries.Where(row => row.DestinationId == id).Take(Slice).ExecuteDeleteAsync(cancellationToken) == Slice)
            await Task.Delay(Between, time, cancellationToken);

        var line = DestinationRow.LineOf(id);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.OutboxLines.Where(row => row.Name == line).ExecuteDeleteAsync(cancellationToken);
        await db.Destinations.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
