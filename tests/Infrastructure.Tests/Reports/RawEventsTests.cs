using NodaTime;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Events;
using Tracking.Contracts.Events;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Reports;

[Collection(StoreTests.Name)]
public sealed class RawEventsTests(TestStores stores)
{
    private static readonly ReportRange FirstDay = new(Instant.FromUnixTimeMilliseconds(0), Instant.FromUnixTimeMilliseconds(86_400_000), DateTimeZone.Utc);

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_event_has_its_public_shape(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var site = await store.SeedAsync(
        [
            new Happening(1, "v1", "page_view", 1_000, 0)
            {
                Place = ("shop.example", "/%C3%A4"),
                Title = "Ä",
                Signals = BotSignals.Crawler,
                Traffic = new Domain.Collect.Traffic("Referral", "blog.example", "referral", "spring", "shoes", "top", "www.blog.example"),
                From = new Place("BR", "Bahia", "Salvador"),
                Device = new Domain.Collect.Device("mobile", "Mobile Safari", "17.4", "iOS", "17.4.1"),
                Language = "pt-BR",
            },
            new Happening(2, "v1", "custom", 2_000, 0) { CustomName = "signup" },
            new Happening(3, "v1", "identify", 3_000, 0),
        ]);

        var events = (await store.Mediator.Send(new GetEvents(About(site), null, null, 10))).Events;

        events.Select(one => one.Type).ShouldBe(["identify", "custom", "page_view"]);
        var (identify, custom, view) = (events[0], events[1], events[2]);
        view.Page.ShouldBe(new Page("https://shop.example/%C3%A4?utm_source=x#top", "/ä", "shop.example", "Ä", "https://search.example/"));
        view.Properties!.Value.GetProperty("title").GetString().ShouldBe("Ä");
        view.SessionId.ShouldNotBeNull().ShouldBe(custom.SessionId);
        view.ShouldSatisfyAllConditions(
            one => one.Site.ShouldBe(site.Name),
            one => one.Name.ShouldBeNull(),
            one => one.MessageId.ShouldBe("m1"),
            one => one.Timestamp.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1_000)),
            one => one.VisitorId.ShouldBe("v1"),
            one => one.Consent.ShouldBe(new Contracts.Events.Consent(Analytics: true, Marketing: false, Personalization: false, Anonymised: false)),
            one => one.Traffic.ShouldBe(new Contracts.Events.Traffic("Referral", "blog.example", "referral", "www.blog.example")
            {
                Campaign = "spring",
                Term = "shoes",
                Content = "top",
            }),
            one => one.Geo.ShouldBe(new Geo("BR", "Bahia", "Salvador")),
            one => one.Device.ShouldBe(new Contracts.Events.Device("mobile", "Mobile Safari", "17.4", "iOS", "17.4.1", Bot: true)));
        (custom.Name, custom.Page, custom.Device!.Bot).ShouldBe(("signup", null, true));
        (identify.SessionId, identify.UserId).ShouldBe((null, "ann"));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_event_that_arrives_between_two_pages_neither_repeats_nor_hides_one(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var site = await store.SeedAsync([.. Enumerable.Range(1, 4).Select(number => Click(number, number * 1_000))]);
        var first = await store.Mediator.Send(new GetEvents(About(site), null, null, 2));

        await store.AddAsync(site, [Click(5, 3_500), Click(6, 9_000)]);

        var second = await store.Mediator.Send(new GetEvents(About(site), null, EventCursor.Read(first.NextCursor!), 2));
        first.Events.Concat(second.Events).Select(one => one.MessageId).ShouldBe(["m4", "m3", "m2", "m1"]);
        second.NextCursor.ShouldBeNull();
    }

    [Theory, InlineData(""), InlineData("x"), InlineData("AAAAAAAAAAAAAAAAAAAAA!"), InlineData("AAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_cursor_is_none(string text) => EventCursor.Read(text).ShouldBeNull();

    [Theory, InlineData(0, 0), InlineData(-1, 7), InlineData(long.MaxValue, long.MinValue)]
    public void A_cursor_reads_as_it_was_written(long ms, long id) =>
        EventCursor.Read(new EventCursor(ms, id).ToString()).ShouldBe(new EventCursor(ms, id));

    private static Happening Click(int number, long ms) => new(number, "v1", "click", ms, 0) { Place = ("shop.example", "/") };

    private static ReportScope About(Site site) => new(site, FirstDay, IncludeBots: true, []);
}
