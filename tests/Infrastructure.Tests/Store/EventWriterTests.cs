using Microsoft.EntityFrameworkCore;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Intake;

namespace Tracking.Infrastructure.Tests.Store;

[Collection(StoreTests.Name)]
public class EventWriterTests(TestStores stores)
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task Of_two_events_with_one_message_id_in_a_batch_the_first_counts(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        await StoreAsync(store, PageView(site, "m", "/first"), PageView(site, "m", "/second"));

        (await PagesAsync(store, site)).ShouldBe(["/first"]);
        (await CountsAsync(store, site)).ShouldBe(["Accepted 1", "Duplicate 1"]);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Of_two_events_with_one_message_id_in_two_batches_the_first_stored_counts(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        await StoreAsync(store, PageView(site, "m", "/first"));
        await StoreAsync(store, PageView(site, "m", "/second"));

        (await PagesAsync(store, site)).ShouldBe(["/first"]);
        (await CountsAsync(store, site)).ShouldBe(["Accepted 1", "Duplicate 1"]);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_batch_that_comes_again_is_neither_stored_nor_counted_again(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        var batch = new EventBatch(
            Guid.CreateVersion7(), [PageView(site, "m", "/")], [new IntakeCount(site.Id, 0, IntakeKind.Dropped, "NoConsent", 3)],
            [new RejectedSample(site.Id, 0, "click", "properties.url", "Missing")]);
        await Writer(store).StoreAsync([batch, batch], CancellationToken.None);
        await Writer(store).StoreAsync([batch], CancellationToken.None);

        (await CountsAsync(store, site)).ShouldBe(["Accepted 1", "Dropped NoConsent 3"]);
        await using var db = store.CreateDbContext();
        (await db.RejectedSamples.CountAsync(row => row.SiteId == site.Id)).ShouldBe(1);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Events_of_sessions_that_are_joined_one_after_the_other_follow_the_last_ones_judgement(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        foreach (var (minute, signals) in new[] { (0, BotSignals.Crawler), (40, BotSignals.Crawler), (80, BotSignals.None) })
            await StoreAsync(store, At(minute, signals));
        // 60 joins the second and the third, 20 the first and that one.
        await StoreAsync(store, At(60, BotSignals.None), At(20, BotSignals.None));

        await using var db = store.CreateDbContext();
        (await db.Sessions.Where(row => row.SiteId == site.Id).Select(row => row.IsBot).ToListAsync()).ShouldBe([true]);
        (await db.Events.Where(row => row.SiteId == site.Id).Select(row => row.IsBot).Distinct().ToListAsync()).ShouldBe([true]);

        PageViewed At(int minute, BotSignals signals) => TestEvents.PageView(
            TestEvents.Header(site, $"at {minute}", TimeSpan.FromMinutes(minute)) with { Enrichment = new EventEnrichment { BotSignals = signals } });
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task One_message_id_of_two_sites_is_two_events(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        var other = await store.NewSiteAsync();
        await StoreAsync(store, PageView(site, "m", "/one"), PageView(other, "m", "/other"));

        (await PagesAsync(store, site)).ShouldBe(["/one"]);
        (await PagesAsync(store, other)).ShouldBe(["/other"]);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_repetition_of_an_event_that_is_gone_does_not_bring_it_back(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        await StoreAsync(store, PageView(site, "m", "/"));
        await using (var db = store.CreateDbContext())
            await db.Events.Where(row => row.SiteId == site.Id).ExecuteDeleteAsync();
        await StoreAsync(store, PageView(site, "m", "/"));

        (await PagesAsync(store, site)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_write_keys_message_id_is_remembered_for_31_days_and_historys_for_good(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        await StoreAsync(
            store,
            TestEvents.PageView(TestEvents.Header(site, "browser", TimeSpan.Zero)),
            TestEvents.PageView(TestEvents.Header(site, "server", TimeSpan.Zero, fromServer: true)));

        await using var db = store.CreateDbContext();
        (await db.MessageKeys.Where(row => row.SiteId == site.Id).ToDictionaryAsync(row => row.MessageKey, row => row.ForgetAtMs))
            .ShouldBe(
                new Dictionary<Guid, long?>
                {
                    [TestEvents.Key(site, "browser")] = TestEvents.Noon.AddDays(31).ToUnixTimeMilliseconds(),
                    [TestEvents.Key(site, "server")] = null,
                },
                ignoreOrder: true);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Events_of_a_deleted_site_are_let_go(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        await using (var db = store.CreateDbContext())
            await db.Sites.Where(row => row.Id == site.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.DeletedAtMs, 1L));
        await StoreAsync(store, PageView(site, "m", "/"));

        (await PagesAsync(store, site)).ShouldBeEmpty();
        (await CountsAsync(store, site)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_order_keeps_its_first_event_by_time_whatever_the_order_of_arrival(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        foreach (var order in new[] { new[] { 0, 1, 2 }, [2, 1, 0], [1, 0, 2] })
        {
            foreach (var size in new[] { 1, 3 })
            {
                var site = await store.NewSiteAsync();
                CollectedEvent[] events = [.. order.Select(minute =>
                    TestEvents.Order(TestEvents.Header(site, $"m{minute}", TimeSpan.FromMinutes(minute)), site, "o", 10 + minute))];
                foreach (var lot in events.Chunk(size))
                    await StoreAsync(store, lot);

                await using var db = store.CreateDbContext();
                (await db.Orders.Where(row => row.SiteId == site.Id).Select(row => new { row.ValueMicros, row.MessageKey }).ToListAsync())
                    .ShouldBe([new { ValueMicros = 10_000_000L, MessageKey = TestEvents.Key(site, "m0") }]);
            }
        }
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_refund_stands_beside_its_order(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        await StoreAsync(
            store,
            TestEvents.Order(TestEvents.Header(site, "m1", TimeSpan.Zero), site, "o", 10m),
            TestEvents.Order(TestEvents.Header(site, "m2", TimeSpan.FromHours(1)), site, "o", 4m, TransactionStatus.Refunded));

        await using var db = store.CreateDbContext();
        (await db.Orders.Where(row => row.SiteId == site.Id).OrderBy(row => row.IsRefund)
            .Select(row => new { row.IsRefund, row.ValueMicros }).ToListAsync())
            .ShouldBe([new { IsRefund = false, ValueMicros = 10_000_000L }, new { IsRefund = true, ValueMicros = 4_000_000L }]);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task When_a_late_event_joins_two_sessions_their_events_follow(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        await StoreAsync(store, PageView(site, "late", "/b", 50), PageView(site, "later", "/c", 60));
        await StoreAsync(store, PageView(site, "early", "/a", 0));
        await StoreAsync(store, PageView(site, "between", "/x", 25));

        await using var db = store.CreateDbContext();
        var session = await db.Sessions.SingleAsync(row => row.SiteId == site.Id);
        (session.EntryPage, session.ExitPage, session.Events).ShouldBe(("/a", "/c", 4));
        (await db.Events.Where(row => row.SiteId == site.Id).Select(row => row.SessionId).Distinct().ToListAsync()).ShouldBe([session.Id]);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_identify_makes_no_session(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        await StoreAsync(store, new VisitorIdentified(TestEvents.Header(site, "m", TimeSpan.Zero), null));

        await using var db = store.CreateDbContext();
        (await db.Sessions.AnyAsync(row => row.SiteId == site.Id)).ShouldBeFalse();
        (await db.Events.SingleAsync(row => row.SiteId == site.Id)).SessionId.ShouldBeNull();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_event_of_every_type_is_stored(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        await StoreAsync(store, [.. TestEvents.OfEveryType(site)]);

        await using var db = store.CreateDbContext();
        (await db.Events.Where(row => row.SiteId == site.Id).Select(row => row.Type).ToListAsync()).Order()
            .ShouldBe(Application.Collect.EventTypes.All.Select(type => type.Name).Order());
    }

    private async Task<(TestStore Store, Site Site)> NewAsync(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        return (store, await store.NewSiteAsync());
    }

    private static PageViewed PageView(Site site, string messageId, string page, int minute = 0) =>
        TestEvents.PageView(TestEvents.Header(site, messageId, TimeSpan.FromMinutes(minute)), page);

    private static EventWriter Writer(TestStore store) => new(store, TimeProvider.System);

    private static Task<int> StoreAsync(TestStore store, params CollectedEvent[] events) =>
        Writer(store).StoreAsync([new EventBatch(Guid.CreateVersion7(), events, [], [])], CancellationToken.None);

    private static async Task<List<string?>> PagesAsync(TestStore store, Site site)
    {
        await using var db = store.CreateDbContext();
        return await db.Events.Where(row => row.SiteId == site.Id).OrderBy(row => row.Id).Select(row => row.Page).ToListAsync();
    }

    private static async Task<IReadOnlyList<string>> CountsAsync(TestStore store, Site site)
    {
        await using var db = store.CreateDbContext();
        return [.. (await db.IntakeCounts.Where(row => row.SiteId == site.Id).OrderBy(row => row.Kind).ToListAsync())
            .Select(row => $"{row.Kind} {row.Reason}{(row.Reason.Length > 0 ? " " : "")}{row.Count}")];
    }
}
