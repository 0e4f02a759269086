using NodaTime;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Reconciliation;
using Tracking.Domain.Collect;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Outbox;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Reports;

[Collection(StoreTests.Name)]
public sealed class ReconciliationTests(TestStores stores)
{
    private static readonly Instant Midnight = Instant.FromUtc(2026, 5, 17, 0, 0);

    [Theory, OnSqlite, OnSqlServer]
    public async Task Every_stored_event_is_in_exactly_one_column_of_each_destination(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var (site, other) = (await store.NewSiteAsync(), await store.NewSiteAsync());
        // Noon of the 17th, and of the day after.
        await StoreAsync(store, [.. Enumerable.Range(0, 12).Select(number => View(site, $"a{number}", TimeSpan.Zero)), View(other, "x", TimeSpan.Zero)]);
        await StoreAsync(store, [.. Enumerable.Range(0, 3).Select(number => View(site, $"b{number}", TimeSpan.FromDays(1)))]);
        int old, fresh;
        await using (var db = store.CreateDbContext())
        {
            var ids = db.Events.Where(row => row.SiteId == site.Id).OrderBy(row => row.Id).Select(row => row.Id).ToList();
            (old, fresh) = (Add(db, site, ids[10]), Add(db, site, ids[0] - 1));
            // The first two were stored before it was made; its line has come to the eleventh.
            DeliveryState[] became =
            [
                DeliveryState.Withheld, DeliveryState.Withheld, DeliveryState.Filtered, DeliveryState.Sent, DeliveryState.Confirmed, DeliveryState.Confirmed,
                DeliveryState.Confirmed, DeliveryState.Failed, DeliveryState.Waiting,
            ];
            db.Deliveries.AddRange(became.Select((state, index) => new DeliveryRow { DestinationId = old, EventId = ids[index + 2], State = state, Attempts = 1, AtMs = 1 }));
            await db.SaveChangesAsync();
        }

        var report = await store.Mediator.Send(new GetReconciliation(About(site, Midnight, Midnight + Duration.FromDays(3))));

        report.Days.Select(day => (day.Day.Day, day.Stored)).ShouldBe([(17, 12), (18, 3), (19, 0)]);
        Of(0, old).ShouldBe((2, 2, 1, 1, 3, 1, 2));
        Of(1, old).ShouldBe((0, 0, 0, 0, 0, 0, 3));
        Of(2, old).ShouldBe((0, 0, 0, 0, 0, 0, 0));
        Of(0, fresh).ShouldBe((0, 0, 0, 0, 0, 0, 12));

        (long, long, long, long, long, long, long) Of(int day, int id)
        {
            var at = report.Days[day].Destinations.Single(one => one.Destination == id);
            return (at.Before, at.Withheld, at.Filtered, at.Sent, at.Confirmed, at.Failed, at.Waiting);
        }
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Whatever_lines_and_deliveries_say_each_event_is_counted_once(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var random = new Random(11);
        for (var round = 0; round < 10; round++)
        {
            var site = await store.NewSiteAsync();
            await StoreAsync(store, [.. Enumerable.Range(0, random.Next(40)).Select(number => View(site, $"e{number}", TimeSpan.FromHours(random.Next(60))))]);
            await using (var db = store.CreateDbContext())
            {
                var ids = db.Events.Where(row => row.SiteId == site.Id).Select(row => row.Id).ToList();
                for (var destinations = random.Next(4); destinations > 0; destinations--)
                {
                    var id = Add(db, site, random.Next(3) == 0 ? 0 : (ids.Count == 0 ? 0 : ids[random.Next(ids.Count)]));
                    // Of some not even the line is there any more: they were about to be deleted.
                    if (random.Next(4) == 0)
                        db.OutboxLines.Remove(db.OutboxLines.Single(row => row.Name == DestinationRow.LineOf(id)));
                    db.Deliveries.AddRange(ids.Where(_ => random.Next(2) == 0).Select(number => new DeliveryRow
                    {
                        DestinationId = id,
                        EventId = number,
                        State = (DeliveryState)random.Next(6),
                        Attempts = 0,
                        AtMs = 1,
                    }));
                }

                await db.SaveChangesAsync();
            }

            var report = await store.Mediator.Send(new GetReconciliation(About(site, Midnight, Midnight + Duration.FromDays(5))));
            foreach (var (day, one) in report.Days.SelectMany(day => day.Destinations.Select(one => (day, one))))
                (one.Before + one.Withheld + one.Filtered + one.Sent + one.Confirmed + one.Failed + one.Waiting).ShouldBe(day.Stored);
        }
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Orders_of_the_shops_list_are_found_or_explained(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var site = await store.NewSiteAsync();
        await StoreAsync(store,
        [
            Order(site, "m1", "same", 10m), Order(site, "m2", "twice", 20m), Order(site, "m3", "twice", 20m), Order(site, "m4", "value", 30m),
            Order(site, "m5", "currency", 40m, "USD"), Order(site, "m6", "refund", 5m, status: TransactionStatus.Refunded), Order(site, "m7", "same", 10m, status: TransactionStatus.Refunded),
            Order(site, "m11", "returned", 80m, after: TimeSpan.FromDays(-20)), Order(site, "m12", "returned", 80m, status: TransactionStatus.Refunded),
            Order(site, "m8", "unlisted", 50m), Order(site, "m9", "late", 60m, after: TimeSpan.FromDays(20)), Order(site, "m10", "secret", 70m, isAnonymised: true),
        ]);
        ListedOrder[] list =
        [
            new("same", 10.00m, "EUR"), new("twice", 20m, null), new("value", 30.01m, "EUR"), new("currency", 40m, "EUR"), new("refund", 5m, "EUR"),
            new("late", 60m, "EUR"), new("never", 1m, "EUR"), new("secret", 70m, "EUR"), new("value-not-said", null, null), new("returned", 80m, "EUR"),
        ];

        var report = await store.Mediator.Send(new ReconcileOrders(About(site, Midnight, Midnight + Duration.FromDays(2)), list));

        (report.Listed, report.Matched, report.Unlisted).ShouldBe((10, 2, 1));
        report.Findings.Select(one => (one.OrderId, one.Finding)).ShouldBe(
        [
            ("twice", OrderDifference.Doubled), ("value", OrderDifference.Different), ("currency", OrderDifference.Different), ("refund", OrderDifference.Missing),
            ("late", OrderDifference.OutOfRange), ("never", OrderDifference.Missing), ("value-not-said", OrderDifference.Missing), ("returned", OrderDifference.OutOfRange), ("unlisted", OrderDifference.Unlisted),
        ]);
        report.Findings.ShouldAllBe(one => one.Explanation.Length > 20);
        report.Findings[0].Stored.Count.ShouldBe(2);
        report.Findings[1].Explanation.ShouldContain("30 where the list says 30.01");
        report.Findings[3].Explanation.ShouldContain("refund");
    }

    private static ReportScope About(Site site, Instant from, Instant to) => new(site, new ReportRange(from, to, DateTimeZone.Utc), IncludeBots: true, []);

    private static PageViewed View(Site site, string id, TimeSpan after) => TestEvents.PageView(TestEvents.Header(site, id, after));

    private static TransactionRecorded Order(
        Site site, string id, string orderId, decimal value, string currency = "EUR", TransactionStatus status = TransactionStatus.Completed,
        TimeSpan after = default, bool isAnonymised = false)
    {
        var key = TestEvents.Key(site, "order " + orderId);
        var hash = Application.Collect.OrderKeys.Of(new TestKeys(), site.Name, orderId);
        return new TransactionRecorded(
            TestEvents.Header(site, id, after, anonymised: isAnonymised), isAnonymised ? Application.Collect.KeyedHash.Text(hash) : orderId, isAnonymised ? key : hash, value, currency, status);
    }

    private static async Task StoreAsync(TestStore store, IReadOnlyList<CollectedEvent> events) =>
        await new EventWriter(store, TimeProvider.System).StoreAsync([new EventBatch(Guid.CreateVersion7(), events, [], [])], CancellationToken.None);

    private static int Add(TrackingContext db, Site site, long place)
    {
        var row = new DestinationRow
        {
            SiteId = site.Id,
            Kind = "webhook",
            Name = "w",
            Requires = ConsentPurposes.Analytics,
            IsPaused = true,
            Settings = "{}",
            Rules = "{}",
            CreatedAtMs = 0,
        };
        db.Destinations.Add(row);
        db.SaveChanges();
        db.OutboxLines.Add(new OutboxLineRow { Name = DestinationRow.LineOf(row.Id), Position = place });
        db.SaveChanges();
        return row.Id;
    }
}
