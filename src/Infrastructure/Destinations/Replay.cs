using Microsoft.EntityFrameworkCore;
using Tracking.Application.Destinations;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Destinations;

/// <summary>Puts events in line again.</summary>
internal sealed class Replay(IDbContextFactory<TrackingContext> contexts, TimeProvider time)
{
    private const int Slice = 5_000;

    /// <summary>Does so, some at a time.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RunAsync(Destination destination, ReplayFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (from, to) = (filter.Window.From.ToUnixTimeMilliseconds(), filter.Window.To.ToUnixTimeMilliseconds());
        var line = DestinationRow.LineOf(destination.Id);
        var place = await db.OutboxLines.Where(row => row.Name == line).Select(row => row.Position).SingleAsync(cancellationToken);
        var events = db.Events.Where(row => row.SiteId == destination.SiteId && row.TimestampMs >= from && row.TimestampMs < to && row.Id <= place);
        return filter.State == DeliveryState.Waiting
            ? await AddAsync(db, destination, events.Select(row => row.Id), cancellationToken)
            : await AgainAsync(db, destination, filter, events.Select(row => row.Id), cancellationToken);
    }

    private async Task<int> AgainAsync(
        TrackingContext db, Destination destination, ReplayFilter filter, IQueryable<long> events, CancellationToken cancellationToken)
    {
        var (state, reason, id) = (filter.State, filter.Reason, destination.Id);
        var rows = db.Deliveries.Where(row => row.DestinationId == id && row.State == state && row.NextAttemptAtMs == null
            && (reason == null || row.Reason == reason) && events.Contains(row.EventId));
        var all = 0;
        while (true)
        {
            var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
            var some = await rows.OrderBy(row => row.EventId).Take(Slice).Select(row => row.EventId).ToListAsync(cancellationToken);
            if (some.Count == 0)
                return all;
            var (first, last) = (some[0], some[^1]);
            all += await rows.Where(row => row.EventId >= first && row.EventId <= last).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, DeliveryState.Waiting).SetProperty(row => row.Reason, "replayed").SetProperty(row => row.Attempts, 0)
                    .SetProperty(row => row.AtMs, nowMs).SetProperty(row => row.FirstAttemptAtMs, (long?)null).SetProperty(row => row.NextAttemptAtMs, nowMs),
                cancellationToken);
            if (some.Count < Slice)
                return all;
        }
    }

    /// <summary>Those of which nothing is known: they were stored before the destination was made.</summary>
    private async Task<int> AddAsync(TrackingContext db, Destination destination, IQueryable<long> events, CancellationToken cancellationToken)
    {
        var (all, after) = (0, 0L);
        while (true)
        {
            var some = await events.Where(id => id > after && !db.Deliveries.Any(row => row.DestinationId == destination.Id && row.EventId == id))
                .OrderBy(id => id).Take(Slice).ToListAsync(cancellationToken);
            var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
            db.Deliveries.AddRange(some.Select(id => new DeliveryRow
            {
                DestinationId = destination.Id,
                EventId = id,
                State = DeliveryState.Waiting,
                Reason = "replayed",
                Attempts = 0,
                AtMs = nowMs,
                NextAttemptAtMs = nowMs,
            }));
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
            all += some.Count;
            if (some.Count < Slice)
                return all;
            after = some[^1];
        }
    }
}
