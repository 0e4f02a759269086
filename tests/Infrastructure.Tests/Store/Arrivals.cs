using CsCheck;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Collect;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>Visits of several visitors to two sites, in the order and the batches in which they arrive; some arrive twice.</summary>
internal sealed record Arrivals(IReadOnlyList<MadeVisit> Visits, IReadOnlyList<IReadOnlyList<int>> Batches)
{
    private const int MinuteMs = 60_000;

    private static readonly Gen<MadeVisit> Visit = Gen.Select(
        Gen.Int[0, 1],
        Gen.Int[0, 2],
        // Within a few hours and often on the edges at which sessions begin and end.
        Gen.OneOf(
            Gen.Select(Gen.Int[0, 9], Gen.OneOf(-1, 0, 0, 1)).Select((halfHours, off) => (halfHours * 30 * MinuteMs) + off),
            Gen.Int[0, 300 * MinuteMs]),
        Gen.Int[0, 1],
        Gen.OneOf("page_view", "page_view", "click", "engagement", "transaction", "refund", "identify"),
        Gen.Int[0, 3],
        (site, visitor, milliseconds, sequence, type, choice) => new MadeVisit(site, visitor, milliseconds, sequence, type, choice));

    public static readonly Gen<Arrivals> Some =
        from visits in Visit.Array[1, 60]
        from again in Gen.Int[0, visits.Length - 1].Array[(visits.Length + 9) / 10]
        from order in Gen.Shuffle(Enumerable.Range(0, visits.Length).Concat(again).ToArray())
        from size in Gen.Int[1, order.Length]
        select new Arrivals(visits, [.. order.Chunk(size).Select(IReadOnlyList<int> (lot) => lot)]);

    /// <summary>How often something arrives that has arrived before.</summary>
    public int Repetitions => Batches.Sum(batch => batch.Count) - Visits.Count;

    public IReadOnlyList<EventBatch> ToBatches(IReadOnlyList<Site> sites) =>
        [.. Batches.Select(batch => new EventBatch(Guid.CreateVersion7(), [.. batch.Select(index => Visits[index].ToEvent(sites, index))], [], []))];

    /// <summary>What the store must hold, by the definitions read literally.</summary>
    public IReadOnlyList<string> Expected(IReadOnlyList<Site> sites)
    {
        var facts = new List<string>();
        var events = Visits.Select((visit, index) => (Visit: visit, Event: visit.ToEvent(sites, index)))
            .OrderBy(one => one.Event.Header.Timestamp).ThenBy(one => one.Event.Header.Sequence).ThenBy(one => one.Event.Header.MessageKey)
            .ToList();
        foreach (var visitor in events.Where(one => one.Visit.Type != "identify").GroupBy(one => (one.Visit.Site, one.Visit.Visitor)))
        {
            var sessions = new List<List<CollectedEvent>>();
            foreach (var one in visitor)
            {
                if (sessions.Count == 0 || one.Event.Header.Timestamp - sessions[^1][^1].Header.Timestamp >= TimeSpan.FromMinutes(30))
                    sessions.Add([]);
                sessions[^1].Add(one.Event);
            }

            facts.AddRange(sessions.Select(session => SessionFact(
                sites[visitor.Key.Site].Id, CookielessVisitor.KeyOf(session[0].Header.VisitorId), Ms(session[0]), Ms(session[^1]),
                PageUrl.Parts(session[0].PageUrl)?.Path, PageUrl.Parts(session.OfType<PageViewed>().LastOrDefault()?.PageUrl)?.Path,
                session.Count, session.OfType<PageViewed>().Count(), session.Count(one => one.SessionRole == SessionRole.Interaction),
                session.OfType<PageViewed>().Count() == 1 && !session.Exists(one => one.SessionRole == SessionRole.Interaction),
                session.Select(one => one.Header.MessageKey))));
        }

        facts.AddRange(events.Select(one => one.Event).OfType<TransactionRecorded>()
            .GroupBy(order => (order.Header.SiteId, order.OrderKey, order.Status))
            .Select(order => OrderFact(
                order.Key.SiteId, order.Key.OrderKey, order.Key.Status == TransactionStatus.Refunded,
                Ms(order.First()), order.First().Header.MessageKey, (long)(order.First().Value * 1_000_000), order.First().Currency)));

        facts.Add($"accepted {Visits.Count}, duplicates {Repetitions}");
        return [.. facts.Order(StringComparer.Ordinal)];
    }

    /// <summary>What the store holds of the sites.</summary>
    public static async Task<IReadOnlyList<string>> StoredAsync(IDbContextFactory<TrackingContext> store, IReadOnlyList<Site> sites)
    {
        await using var db = await store.CreateDbContextAsync();
        var ids = sites.Select(site => site.Id).ToList();
        var keys = (await db.Events.Where(row => ids.Contains(row.SiteId)).Select(row => new { row.SessionId, row.MessageKey }).ToListAsync())
            .ToLookup(row => row.SessionId, row => row.MessageKey);
        var facts = (await db.Sessions.Where(row => ids.Contains(row.SiteId)).ToListAsync()).ConvertAll(row => SessionFact(
            row.SiteId, row.VisitorKey, row.StartMs, row.EndMs, row.EntryPage, row.ExitPage, row.Events, row.PageViews, row.Interactions,
            row.IsBounce, keys[row.Id]));
        facts.AddRange((await db.Orders.Where(row => ids.Contains(row.SiteId)).ToListAsync()).Select(row => OrderFact(
            row.SiteId, row.OrderKey, row.IsRefund, row.TimestampMs, row.MessageKey, row.ValueMicros, row.Currency)));

        var counts = await db.IntakeCounts.Where(row => ids.Contains(row.SiteId)).GroupBy(row => row.Kind)
            .Select(kind => new { kind.Key, Sum = kind.Sum(row => row.Count) }).ToDictionaryAsync(kind => kind.Key.ToString(), kind => kind.Sum);
        facts.Add($"accepted {counts.GetValueOrDefault("Accepted")}, duplicates {counts.GetValueOrDefault("Duplicate")}");
        return [.. facts.Order(StringComparer.Ordinal)];
    }

    private static long Ms(CollectedEvent one) => one.Header.Timestamp.ToUnixTimeMilliseconds();

    private static string SessionFact(
        int site, Guid visitor, long start, long end, string? entry, string? exit, int events, int views, int interactions, bool isBounce,
        IEnumerable<Guid> members) =>
        $"session of {visitor:N} at {site}: {start} to {end}, {entry} to {exit}, {events}/{views}/{interactions} {isBounce}: {string.Join(',', members.Order())}";

    private static string OrderFact(int site, Guid key, bool isRefund, long at, Guid message, long micros, string currency) =>
        $"order {key:N} at {site}: {isRefund} {at} {message:N} {micros} {currency}";
}

/// <summary>One made-up event.</summary>
internal sealed record MadeVisit(int Site, int Visitor, int Milliseconds, int Sequence, string Type, int Choice)
{
    public CollectedEvent ToEvent(IReadOnlyList<Site> sites, int index)
    {
        var site = sites[Site];
        var header = TestEvents.Header(site, $"m{index}", TimeSpan.FromMilliseconds(Milliseconds), $"v{Visitor}", Sequence);
        var url = $"https://shop.example/{Choice}";
        return Type switch
        {
            "page_view" => new PageViewed(header, url, null, null),
            "click" => new Clicked(header, url, ClickKind.Link, null),
            "engagement" => new VisitorEngaged(header, url, 1, 1),
            "identify" => new VisitorIdentified(header, null),
            _ => TestEvents.Order(
                header, site, $"o{Choice}", index + 0.25m, Type == "refund" ? TransactionStatus.Refunded : TransactionStatus.Completed,
                index % 2 == 0 ? "EUR" : "BRL"),
        };
    }
}
