using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Application.Tests.Collect.Enrichment.Devices;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Enrichment.Bots;

/// <summary>What speaks for a program without any list of crawlers; the real lists are where they are read.</summary>
public class BotClassifierTests
{
    private const string Linux = "Mozilla/5.0 (X11; Linux x86_64)";
    private const string WebView = "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36";
    private const string OnIPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";

    [Theory]
    [InlineData($"{Linux} look (+https://engine.example/look)", BotSignals.Crawler)]
    [InlineData($"{Linux} look; HTTP://engine.example", BotSignals.Crawler)]
    [InlineData($"{Linux} look www.engine.example", BotSignals.Crawler)]
    [InlineData($"{Linux} look; help@engine.example", BotSignals.Crawler)]
    [InlineData($"{Linux} look awww.nice me@home @ 3 a.b", BotSignals.None)]
    [InlineData($"{WebView} ShopApp/1.0 (https://shop.example)", BotSignals.None)]
    [InlineData($"{OnIPhone} ShopApp/1.0 (help@shop.example)", BotSignals.None)]
    [InlineData("Mozilla/5.0 (iPhone) AppleWebKit/605 Version/17.0 Mobile/15E148 Safari/604.1 (look; +http://engine.example)", BotSignals.Crawler)]
    public void A_contact_speaks_for_a_crawler_but_not_in_an_apps_browser(string userAgent, BotSignals signals) => OfPage(userAgent).ShouldBe(signals);

    [Fact]
    public void What_the_rules_for_devices_take_for_a_crawler_is_one() => OfPage($"{Linux} BeetleBot").ShouldBe(BotSignals.Crawler);

    [Theory]
    [InlineData("portscout/0.8.1", BotSignals.Library)]
    [InlineData("&as_qdr=all", BotSignals.Library)]
    [InlineData("Opera/9.80 Firefox/12.0", BotSignals.None)]
    [InlineData("Dalvik/2.1 (Android 14)", BotSignals.None)]
    [InlineData("ACME-100 MIDP-2.0", BotSignals.None)]
    [InlineData("LAVA.KKT35 (MAUI/KKT35_S116;CHIP/MT6260)", BotSignals.None)]
    [InlineData("MAXX WAP Browser", BotSignals.None)]
    [InlineData("Mozilla/5.0", BotSignals.None)]
    public void What_asks_for_pages_and_is_nothing_that_is_known_is_a_librarys(string userAgent, BotSignals signals) => OfPage(userAgent).ShouldBe(signals);

    [Theory]
    [InlineData("ShopApp/3.0 (https://shop.example)", BotSignals.None)]
    [InlineData("ShopApp/3.0 spider", BotSignals.None)]
    [InlineData("ShopApp/3.0", BotSignals.None)]
    [InlineData($"{Linux} look (+https://engine.example/look)", BotSignals.Crawler)]
    [InlineData($"{Linux} spider", BotSignals.Crawler)]
    public void Of_what_posts_events_only_that_speaks_which_says_it_is_a_browser(string userAgent, BotSignals signals) =>
        New().Of(userAgent, asksForPages: false).Signals.ShouldBe(signals);

    [Theory]
    [InlineData($"{WebView} WhatsApp/2.24", BotSignals.None)]
    [InlineData($"{OnIPhone} whatsapp", BotSignals.None)]
    [InlineData("WhatsApp/2.23.20.0 A", BotSignals.Crawler)]
    [InlineData($"{Linux} AppleWebKit/537.36 WhatsApp/2.24", BotSignals.Crawler)]
    [InlineData($"{WebView} WhatsApp/2.24 OtherFetcher", BotSignals.Crawler)]
    public void A_person_within_an_app_is_none_though_the_app_fetches_by_itself_too(string userAgent, BotSignals signals) =>
        (OfPage(userAgent) & BotSignals.Crawler).ShouldBe(signals);

    [Theory, InlineData("Prerender"), InlineData("Cypress/13.6.0"), InlineData("selenium/4"), InlineData("puppeteer")]
    public void A_browser_that_a_program_drives_names_what_drives_it(string mark) => OfPage($"{Linux} Chrome/120.0.0.0 {mark}").ShouldBe(BotSignals.Headless);

    [Fact]
    public void Without_rules_for_devices_nothing_is_unknown() =>
        New(new SampleRules { Matcher = null }).Of("portscout/0.8.1", asksForPages: true).Signals.ShouldBe(BotSignals.None);

    [Fact]
    public void It_tells_what_it_lacks()
    {
        New().Problem.ShouldBeNull();
        New(new SampleRules { Problem = "Install them." }).Problem.ShouldBe("Install them.");
    }

    private static BotSignals OfPage(string userAgent) => New().Of(userAgent, asksForPages: true).Signals;

    private static BotClassifier New(SampleRules? rules = null) => new(new List(), rules ?? new SampleRules());

    private sealed class List : IBotPatternSource
    {
        public string? Problem => null;

        public IReadOnlyList<BotPattern> Read() => [new("WhatsApp", BotSignals.Crawler), new("OtherFetcher", BotSignals.Crawler)];
    }
}
