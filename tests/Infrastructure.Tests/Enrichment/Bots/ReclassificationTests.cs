using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Overview;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Events;
using Tracking.Infrastructure.Tests.Enrichment.Devices;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Enrichment.Bots;

[Collection(StoreTests.Name)]
public class ReclassificationTests(TestStores stores)
{
    private static readonly string[] UserAgents = ["Firefox/1", "NewBot/1", "OldBot/1", "NewBot/2"];

    [Theory, OnSqlite, OnSqlServer]
    public async Task Every_figure_is_as_if_the_new_list_had_been_there_from_the_start(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var (before, after) = (new BotClassifier(new List("OldBot"), RealRules.File), new BotClassifier(new List("NewBot"), RealRules.File));
        var (reclassified, judgedAtOnce) = (await store.NewSiteAsync(), await store.NewSiteAsync());
        await StoreAsync(store, reclassified, before);
        await StoreAsync(store, judgedAtOnce, after);
        (await FiguresAsync(store, reclassified)).ShouldNotBe(await FiguresAsync(store, judgedAtOnce));

        var heard = new Heard();
        var summary = await New(store, after, eventsPerSlice: 5).RunAsync(heard, CancellationToken.None);

        (await FiguresAsync(store, reclassified)).ShouldBe(await FiguresAsync(store, judgedAtOnce));
        (await StoredAsync(store, reclassified)).ShouldBe(await StoredAsync(store, judgedAtOnce));
        (summary.NowBots, summary.NowPeople).ShouldBe((24, 15));
        heard.Summaries.Count.ShouldBeGreaterThan(2 * 540 / 9, "a session has 9 events, which is more than a slice should have");
        heard.Summaries.Select(one => one.Part).ShouldBeInOrder();
        summary.Part.ShouldBe(1);
        var again = await New(store, after).RunAsync(new Heard(), CancellationToken.None);
        (again.Events, again.NowBots, again.NowPeople).ShouldBe((0, 0, 0));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_late_event_that_joins_sessions_meanwhile_makes_no_difference(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var (before, after) = (new BotClassifier(new List("OldBot"), RealRules.File), new BotClassifier(new List("NewBot"), RealRules.File));
        var (reclassified, judgedAtOnce) = (await store.NewSiteAsync(), await store.NewSiteAsync());
        foreach (var (site, classifier) in new[] { (reclassified, before), (judgedAtOnce, after) })
        {
            await StoreAsync(store, View(site, classifier, "first", 0, "late"));
            await StoreAsync(store, [.. Enumerable.Range(0, 600).Select(number => View(site, classifier, $"m{number}", 0, $"v{number}"))]);
            await StoreAsync(store, View(site, classifier, "second", 50, "late"));
        }

        await StoreAsync(store, View(judgedAtOnce, after, "between", 25, "late"));

        // Stored when one of the two sessions has been judged anew and the other not.
        var isStored = false;
        await New(store, after).RunAsync(
            new Heard(() =>
            {
                if (!isStored && Bots(store, reclassified, "late") == 1)
                {
                    StoreAsync(store, View(reclassified, after, "between", 25, "late")).GetAwaiter().GetResult();
                    isStored = true;
                }
            }),
            CancellationToken.None);

        isStored.ShouldBeTrue();
        (await StoredAsync(store, reclassified)).ShouldBe(await StoredAsync(store, judgedAtOnce));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_the_kept_user_agent_does_not_tell_stays(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var site = await store.NewSiteAsync();
        var classifier = new BotClassifier(new List("NewBot"), RealRules.File);
        await StoreAsync(store, View(site, classifier, "m", 0, "hidden", BotSignals.HeadlessHints | BotSignals.Robots | BotSignals.Crawler));

        await New(store, classifier).RunAsync(new Heard(), CancellationToken.None);

        await using var db = store.CreateDbContext();
        (await db.Sessions.SingleAsync(row => row.SiteId == site.Id)).EventSignals.ShouldBe(BotSignals.HeadlessHints | BotSignals.Robots);
        Bots(store, site, "hidden").ShouldBe(1);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Without_its_list_nothing_is_judged(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var site = await store.NewSiteAsync();
        await StoreAsync(store, View(site, new BotClassifier(new List("OldBot"), RealRules.File), "m", 0, "old"));
        var before = await StoredAsync(store, site);

        var refusal = await Should.ThrowAsync<InvalidDataException>(
            New(store, new BotClassifier(new List("NewBot", problem: "Install it anew."), RealRules.File)).RunAsync(new Heard(), CancellationToken.None));

        refusal.Message.ShouldBe("Install it anew.");
        (await StoredAsync(store, site)).ShouldBe(before);
        Bots(store, site, "old").ShouldBe(1);
    }

    private static Reclassification New(TestStore store, BotClassifier classifier, int eventsPerSlice = 5_000) =>
        new(store, classifier, new StoreMigration(store, NullLogger<StoreMigration>.Instance)) { EventsPerSlice = eventsPerSlice };

    private static PageViewed View(
        Site site, BotClassifier classifier, string messageId, int minute, string visitor, BotSignals signals = BotSignals.None)
    {
        var (kept, found) = classifier.Of("OldBot/1", asksForPages: false);
        return TestEvents.PageView(TestEvents.Header(site, messageId, TimeSpan.FromMinutes(minute), visitor) with
        {
            Enrichment = new EventEnrichment { UserAgent = kept, BotSignals = signals | found },
        });
    }

    private static async Task StoreAsync(TestStore store, params CollectedEvent[] events) =>
        await new EventWriter(store, TimeProvider.System).StoreAsync([new EventBatch(Guid.CreateVersion7(), events, [], [])], CancellationToken.None);

    private static int Bots(TestStore store, Site site, string visitor)
    {
        using var db = store.CreateDbContext();
        var key = Application.Collect.CookielessVisitor.KeyOf(visitor);
        return db.Sessions.Count(row => row.SiteId == site.Id && row.VisitorKey == key && row.IsBot);
    }

    // Every second visitor is a new bot, every fourth an old one; some have a weak signal besides. One in ten only identifies: no session.
    private static async Task StoreAsync(TestStore store, Site site, BotClassifier classifier)
    {
        var events = Enumerable.Range(0, 600).Select(number =>
        {
            var visitor = number % 60;
            var (reduced, signals) = classifier.Of(UserAgents[visitor % 4], asksForPages: false);
            var header = TestEvents.Header(site, $"m{number}", TimeSpan.FromSeconds(number), $"v{visitor}") with
            {
                Enrichment = new EventEnrichment { UserAgent = reduced, BotSignals = signals | (visitor % 5 == 0 ? BotSignals.DataCentre : BotSignals.None) },
            };
            return number % 10 == 9 ? (CollectedEvent)new VisitorIdentified(header, null) : TestEvents.PageView(header, $"/{number % 7}");
        });
        await new EventWriter(store, TimeProvider.System).StoreAsync(
            [new EventBatch(Guid.CreateVersion7(), [.. events], [], [])], CancellationToken.None);
    }

    private static async Task<OverviewMetrics> FiguresAsync(TestStore store, Site site)
    {
        var from = Instant.FromDateTimeOffset(TestEvents.Noon);
        var range = new ReportRange(from, from + Duration.FromHours(2), DateTimeZone.Utc);
        var metrics = (await store.Mediator.Send(new GetOverview(new ReportScope(site, range, IncludeBots: false, []), ComparePrevious: false))).Metrics;
        metrics.Revenue.ShouldBeEmpty();
        return metrics with { Revenue = [] };
    }

    private static async Task<List<string>> StoredAsync(TestStore store, Site site)
    {
        await using var db = store.CreateDbContext();
        var events = await db.Events.Where(row => row.SiteId == site.Id).Select(row => new { row.MessageId, row.BotSignals, row.IsBot }).ToListAsync();
        var sessions = await db.Sessions.Where(row => row.SiteId == site.Id).Select(row => new { row.VisitorKey, row.EventSignals, row.IsBot }).ToListAsync();
        return [.. events.Select(one => one.ToString()!).Concat(sessions.Select(one => one.ToString()!)).Order(StringComparer.Ordinal)];
    }

    private sealed class List(string name, string? problem = null) : IBotPatternSource
    {
        public string? Problem => problem;

        public IReadOnlyList<BotPattern> Read() => [new(name, BotSignals.Crawler)];
    }

    // At once and in order, unlike Progress<T>.
    private sealed class Heard(Action? then = null) : IProgress<ReclassificationSummary>
    {
        public List<ReclassificationSummary> Summaries { get; } = [];

        public void Report(ReclassificationSummary value)
        {
            Summaries.Add(value);
            then?.Invoke();
        }
    }
}
