using Microsoft.EntityFrameworkCore;
using Tracking.Application.Destinations;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Destinations;

/// <summary>Puts events in line again.</summary>
internal sealed class Replay(IDbContextFactory<TrackingContext> contexts, TimeProvider time)
{
    private const int Slice = 1_900;

    /// <summary>Then others get a turn.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(150);

    /// <summary>Does so, some at a time.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RunAsync(Destination destination, ReplayFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (from, to) = (filter.Window.From.ToUnixTimeMilliseconds(), filter.Window.To.ToUnixTimeMilliseconds());
        var line = DestinationRow.LineOf(destination.Id);
        var place = await db.OutboxLines.Where(row => row.Name == line).Select(row => row.Position).SingleOrDefaultAsync(cancellationToken);
        var events = db.Events.Where(row => row.SiteId == destination.SiteId && row.TimestampMs >= from && row.TimestampMs < to && row.Id <= place);
        return filter.State == DeliveryState.Waiting
            ? await AddAsync(db, destination, events.Select(row => row.Id), cancellationToken)
            : await AgainAsync(db, destination, filter, events.Select(row => row.Id), cancellationToken);
    }

    private async Task<int> AgainAsync(
        TrackingContext db, Destination destination, ReplayFilter filter, IQueryable<long> events, CancellationToken cancellationToken)
    {
        var (state, reason, id) = (filter.State, filter.Reason, destination.Id);
        var rows = db.Deliveries.Where(row => row.DestinationId == id && row.NextAttemptAtMs == null
            && (reason == null || row.Reason == reason) && events.Contains(row.EventId)).InState(state);
        var (all, after) = (0, 0L);
        while (true)
        {
            var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
            // Each once: what was sent again meanwhile may have come to the same state.
            var some = await rows.Where(row => row.EventId > after).OrderBy(row => row.EventId).Take(Slice).Select(row => row.EventId).ToListAsync(cancellationToken);
            if (some.Count == 0)
                return all;
            var (first, last) = (some[0], some[^1]);
            all += await rows.Where(row => row.EventId >= first && row.EventId <= last).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, DeliveryState.Waiting).SetProperty(row => row.Reason, "replayed").SetProperty(row => row.Attempts, 0)
                    .SetProperty(row => row.AtMs, nowMs).SetProperty(row => row.FirstAttemptAtMs, (long?)null).SetProperty(row => row.NextAttemptAtMs, nowMs),
                cancellationToken);
            if (some.Count < Slice)
                return all;
            after = last;
            await Task.Delay(Between, time, cancellationToken);
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
            await Task.Delay(Between, time, cancellationToken);
        }
    }
}
