using Microsoft.EntityFrameworkCore;
using Tracking.Application.Destinations;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Reports.Events;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Events;
using Tracking.Infrastructure.Store.Outbox;
using Tracking.Infrastructure.Store.SqlServer;

namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>What a line has to send, and what became of it, in the store.</summary>
internal sealed class Deliveries(IDbContextFactory<TrackingContext> contexts)
{
    /// <summary>Most events that are taken up together.</summary>
    public const int MostAtOnce = 1_000;

    /// <summary>No more may wait where order is kept: all of them are looked at each time.</summary>
    public const int MostInOrder = 5_000;

    /// <summary>No more are taken up once they are so large together, in characters: a thousand of the largest would be a lot of memory.</summary>
    private const int LargestAtOnce = 4_000_000;

    /// <summary>The events behind a place.</summary>
    public async Task<Fresh> AfterAsync(int siteId, long position, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // First: whatever is stored after that comes with the next look.
        var last = await db.Numbers.Where(row => row.Name == NumberRow.NextEvent).Select(row => row.Value).SingleAsync(cancellationToken) - 1;
        if (last <= position)
            return new Fresh([], position);
        var (rows, isAll) = await BoundedAsync(
            db.Events.AsNoTracking().Where(row => row.Id > position && row.Id <= last && row.SiteId == siteId).OrderBy(row => row.Id), most, cancellationToken);
        return new Fresh(await WithUserAgentsAsync(db, rows, cancellationToken), isAll ? last : rows[^1].Id);
    }

    /// <summary>Those that were tried, or are to be sent again, and whose time has come.</summary>
    public async Task<Due> DueAsync(int id, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var nowMs = now.ToUnixTimeMilliseconds();
        var rows = await Waiting(db, id).Where(row => row.NextAttemptAtMs <= nowMs).OrderBy(row => row.NextAttemptAtMs).Take(most).ToListAsync(cancellationToken);
        return await WithEventsAsync(db, rows, [], rows.Count, most, cancellationToken);
    }

    /// <summary>The same where order is kept: of each visitor, if the first of the events that wait is due, that and those behind it.</summary>
    public async Task<Due> DueInOrderAsync(int id, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var nowMs = now.ToUnixTimeMilliseconds();
        var rows = await Waiting(db, id).OrderBy(row => row.EventId).Take(MostInOrder)
            .LeftJoin(db.Events, row => row.EventId, stored => stored.Id, (row, stored) => new { Row = row, Visitor = (Guid?)stored!.VisitorKey })
            .OrderBy(one => one.Row.EventId).ToListAsync(cancellationToken);
        var (heldUp, due) = (new HashSet<Guid>(), new List<DeliveryRow>());
        foreach (var visitor in rows.GroupBy(one => one.Visitor))
        {
            var free = visitor.Key is null || visitor.First().Row.NextAttemptAtMs <= nowMs ? visitor.Take(most - due.Count).ToList() : [];
            due.AddRange(free.Select(one => one.Row));
            if (visitor.Key is { } key && free.Count < visitor.Count())
                heldUp.Add(key);
        }

        return await WithEventsAsync(db, due, heldUp, rows.Count, most, cancellationToken);
    }

    private static IQueryable<DeliveryRow> Waiting(TrackingContext db, int id) =>
        db.Deliveries.AsNoTracking().Where(row => row.DestinationId == id && row.NextAttemptAtMs != null);

    private static async Task<Due> WithEventsAsync(
        TrackingContext db, List<DeliveryRow> rows, IReadOnlyCollection<Guid> heldUp, int waiting, int most, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return new Due([], [], heldUp, waiting);
        var ids = rows.ConvertAll(row => row.EventId);
        var (events, isAll) = await BoundedAsync(db.Events.AsNoTracking().Where(row => ids.Contains(row.Id)).OrderBy(row => row.Id), most, cancellationToken);
        var earlier = rows.ToDictionary(row => row.EventId);
        var pending = await WithUserAgentsAsync(db, events, cancellationToken);
        return new Due(
            pending.ConvertAll(one => one with { Earlier = earlier[one.Row.Id] }), isAll ? [.. ids.Except(events.Select(row => row.Id))] : [], heldUp, waiting);
    }

    /// <summary>How many are to be tried again, now or later; no more than would be taken up together are counted.</summary>
    public async Task<int> WaitingAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await Waiting(db, id).Select(row => row.EventId).Take(MostAtOnce).ToListAsync(cancellationToken)).Count;
    }

    /// <summary>Writes what became of events, and how far the line has come, all or nothing.</summary>
    /// <returns>Whether the line is still held; if not, nothing was written, since another process has it.</returns>
    public async Task<bool> WriteAsync(IReadOnlyList<DeliveryRow> rows, OutboxLine line, long? to, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (db is SqlServerTrackingContext)
            await WriterLock.TakeAsync(db, cancellationToken);
        if (!await line.AdvanceAsync(db, to, cancellationToken))
            return false;
        await db.Bulk.AddOrReplaceAsync(rows, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        line.Reached(to);
        return true;
    }

    /// <summary>Forgets deliveries of events that are erased.</summary>
    public async Task ForgetAsync(int id, IReadOnlyList<long> events, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Deliveries.Where(row => row.DestinationId == id && events.Contains(row.EventId)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Has everything that was tried in vain tried at once: the destination takes events again.</summary>
    public async Task WakeAsync(int id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var nowMs = now.ToUnixTimeMilliseconds();
        await db.Deliveries.Where(row => row.DestinationId == id && row.NextAttemptAtMs > nowMs)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextAttemptAtMs, nowMs), cancellationToken);
    }

    /// <summary>Says why nothing can be sent, or that it can.</summary>
    public async Task ReportAsync(int id, string? trouble, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        long? since = trouble is null ? null : now.ToUnixTimeMilliseconds();
        await db.Destinations.Where(row => row.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Trouble, trouble).SetProperty(row => row.TroubleSinceMs, row => trouble == null ? null : row.TroubleSinceMs ?? since),
            cancellationToken);
    }

    /// <summary>The newest events of a time.</summary>
    public static async Task<IReadOnlyList<Pending>> InWindowAsync(
        TrackingContext db, int siteId, EventWindow window, int most, CancellationToken cancellationToken)
    {
        var (from, to) = (window.From.ToUnixTimeMilliseconds(), window.To.ToUnixTimeMilliseconds());
        var rows = await db.Events.AsNoTracking().Where(row => row.SiteId == siteId && row.TimestampMs >= from && row.TimestampMs < to)
            .OrderByDescending(row => row.TimestampMs).ThenByDescending(row => row.Id).Take(most).ToListAsync(cancellationToken);
        return await WithUserAgentsAsync(db, rows, cancellationToken);
    }

    private static async Task<(List<EventRow> Rows, bool IsAll)> BoundedAsync(IQueryable<EventRow> query, int most, CancellationToken cancellationToken)
    {
        var (rows, size) = (new List<EventRow>(), 0);
        await foreach (var row in query.Take(most).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            rows.Add(row);
            size += row.Data.Length;
            if (size > LargestAtOnce)
                return (rows, false);
        }

        return (rows, rows.Count < most);
    }

    private static async Task<List<Pending>> WithUserAgentsAsync(TrackingContext db, List<EventRow> rows, CancellationToken cancellationToken)
    {
        var keys = rows.Select(row => row.UserAgentKey).OfType<Guid>().Distinct().ToList();
        var userAgents = keys.Count == 0
            ? []
            : await db.UserAgents.AsNoTracking().Where(row => keys.Contains(row.Key)).ToDictionaryAsync(row => row.Key, row => row.Text, cancellationToken);
        return rows.ConvertAll(row => new Pending(row, row.UserAgentKey is { } key ? userAgents.GetValueOrDefault(key) : null, Earlier: null));
    }
}

/// <summary>Events behind a line's place.</summary>
/// <param name="Events">They.</param>
/// <param name="Last">The place behind them, and behind those of other sites between.</param>
internal sealed record Fresh(IReadOnlyList<Pending> Events, long Last);

/// <summary>Events that are to be tried again.</summary>
/// <param name="Events">They.</param>
/// <param name="Erased">The numbers of those that are in the store no longer.</param>
/// <param name="HeldUp">Where order is kept, the visitors of whom something waits that is not among the events.</param>
/// <param name="Waiting">Where order is kept, how many wait in all.</param>
internal sealed record Due(IReadOnlyList<Pending> Events, IReadOnlyList<long> Erased, IReadOnlyCollection<Guid> HeldUp, int Waiting);

/// <summary>A stored event that is to be sent.</summary>
/// <param name="Row">The event.</param>
/// <param name="UserAgent">Its user agent.</param>
/// <param name="Earlier">What became of it before; <c>null</c>: nothing yet.</param>
internal sealed record Pending(EventRow Row, string? UserAgent, DeliveryRow? Earlier)
{
    /// <summary>The event as destinations see it.</summary>
    /// <param name="site">The site.</param>
    /// <param name="data">What lies in its JSON column.</param>
    /// <param name="consent">What the visitor consents to now.</param>
    public ForwardedEvent ToForwarded(Site site, StoredData data, ConsentFlags consent)
    {
        if (Row.Consent.HasFlag(ConsentFlags.Marketing) && !consent.HasFlag(ConsentFlags.Marketing))
            data = MarketingWithdrawn.Of(data, site.Settings);
        var contract = StoredEvents.ToContract(Row, data, site.Name);
        contract = contract with
        {
            Consent = contract.Consent with
            {
                Marketing = consent.HasFlag(ConsentFlags.Marketing),
                Personalization = consent.HasFlag(ConsentFlags.Personalization),
            },
        };
        // With the session that it was first sent with: the store's own may have changed since.
        if (Earlier?.SessionId is { } session)
            contract = contract with { SessionId = session.ToString() };
        return new ForwardedEvent(Row.Id, contract, data.Context, data.Address, UserAgent);
    }
}
