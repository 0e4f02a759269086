using Microsoft.EntityFrameworkCore;
using Tracking.Infrastructure.Store.SqlServer;

namespace Tracking.Infrastructure.Store.Events;

/// <summary>Erases the user agents that no event has any more. It reads the key of every stored event once, so it follows an erasure of events only.</summary>
internal static class UserAgentErasure
{
    private const int ChunkSize = 500;

    /// <summary>Erases them, beside whatever is stored meanwhile; safe to stop and to run again.</summary>
    /// <param name="db">The store, outside a transaction.</param>
    /// <param name="cancellationToken">Stops it between two statements.</param>
    /// <param name="eventsPerSlice">How many events' numbers a statement goes through.</param>
    public static async Task RunAsync(TrackingContext db, CancellationToken cancellationToken, int eventsPerSlice = 20_000)
    {
        var unused = await db.UserAgents.Select(row => row.Key).ToHashSetAsync(cancellationToken);
        long first = 1;
        await PassOverUsedAsync();
        foreach (var chunk in unused.Chunk(ChunkSize))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (db is SqlServerTrackingContext)
                await WriterLock.TakeAsync(db, cancellationToken);
            // What was stored since may have one of them; from here on nothing is.
            await PassOverUsedAsync();
            var keys = Array.FindAll(chunk, unused.Contains);
            var erased = await db.UserAgents.Where(row => keys.Contains(row.Key)).ExecuteDeleteAsync(cancellationToken);
            await db.Numbers.Where(row => row.Name == NumberRow.UserAgents)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Value, row => row.Value - erased), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        async Task PassOverUsedAsync()
        {
            var end = await db.Numbers.Where(row => row.Name == NumberRow.NextEvent).Select(row => row.Value).SingleAsync(cancellationToken);
            for (; first < end && unused.Count > 0; first = Math.Min(first + eventsPerSlice, end))
            {
                var (from, until) = (first, Math.Min(first + eventsPerSlice, end));
                var used = await db.Events.Where(row => row.Id >= from && row.Id < until)
                    .Select(row => row.UserAgentKey).Distinct().ToListAsync(cancellationToken);
                unused.ExceptWith(used.OfType<Guid>());
            }
        }
    }
}
