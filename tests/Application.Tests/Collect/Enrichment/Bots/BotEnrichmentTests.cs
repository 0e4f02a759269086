using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Application.Collect.Enrichment.Devices;
using Tracking.Application.Tests.Collect.Enrichment.Devices;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Enrichment.Bots;

public class BotEnrichmentTests
{
    private const string Chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";
    private const string Headless = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36";
    private const string Google = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    [Theory]
    [InlineData(ClientKind.Script, Chrome, "en", BotSignals.None)]
    [InlineData(ClientKind.Script, Chrome, null, BotSignals.MissingHeaders)]
    [InlineData(ClientKind.Server, Chrome, null, BotSignals.None)]
    [InlineData(ClientKind.PageRequest, Chrome, null, BotSignals.None)]
    [InlineData(ClientKind.Script, Headless, "en", BotSignals.Headless)]
    [InlineData(ClientKind.Server, Google, null, BotSignals.Crawler)]
    [InlineData(ClientKind.PageRequest, Google, null, BotSignals.Crawler)]
    [InlineData(ClientKind.Script, "curl/8.5.0", null, BotSignals.None)]
    [InlineData(ClientKind.Server, "curl/8.5.0", null, BotSignals.Library)]
    [InlineData(ClientKind.PageRequest, "curl/8.5.0", null, BotSignals.Library)]
    [InlineData(ClientKind.Script, null, null, BotSignals.None)]
    [InlineData(ClientKind.Server, null, null, BotSignals.None)]
    [InlineData(ClientKind.PageRequest, null, null, BotSignals.NoUserAgent)]
    public void A_request_shows_what_speaks_for_a_program(ClientKind kind, string? userAgent, string? language, BotSignals signals) =>
        Found(new VisitorClient { Kind = kind, UserAgent = userAgent, AcceptLanguage = language }).BotSignals.ShouldBe(signals);

    [Fact]
    public void Client_hints_can_name_a_headless_browser() =>
        Found(new VisitorClient
        {
            UserAgent = Chrome,
            AcceptLanguage = "en",
            Hints = new ClientHints { Brands = [new ClientBrand("HeadlessChrome", "120")] },
        }).BotSignals.ShouldBe(BotSignals.HeadlessHints);

    [Theory, InlineData(Chrome, BotSignals.Robots), InlineData(null, BotSignals.Robots | BotSignals.NoUserAgent)]
    public void What_a_log_says_of_its_reading_of_robots_is_a_signal(string? userAgent, BotSignals signals) =>
        Found(new VisitorClient { Kind = ClientKind.PageRequest, UserAgent = userAgent, ReadsRobots = true }).BotSignals.ShouldBe(signals);

    [Fact]
    public void What_was_found_before_stays() =>
        Found(new VisitorClient { UserAgent = Google, AcceptLanguage = "en" }, BotSignals.DataCentre).BotSignals
            .ShouldBe(BotSignals.DataCentre | BotSignals.Crawler);

    [Fact]
    public void The_user_agent_is_kept_reduced() =>
        Found(new VisitorClient { UserAgent = "Mozilla/5.0 Chrome/120.0.6099.71", AcceptLanguage = "en" }).UserAgent
            .ShouldBe(new ReducedUserAgent("Mozilla/5.0 Chrome/120.0.0.0", AsksForPages: false));

    [Fact]
    public void A_user_agent_that_says_something_else_when_it_is_reduced_is_judged_whole_and_not_kept()
    {
        var found = Found(new VisitorClient { UserAgent = "Mozilla/5.0 crawl@engine.example", AcceptLanguage = "en" });

        (found.BotSignals, found.UserAgent).ShouldBe((BotSignals.Crawler, null));
    }

    [Theory, InlineData(ClientKind.Script, false), InlineData(ClientKind.Server, false), InlineData(ClientKind.PageRequest, true)]
    public void Without_consent_the_user_agent_is_kept_of_a_logs_line_alone(ClientKind kind, bool isKept)
    {
        var found = Found(new VisitorClient { Kind = kind, UserAgent = Google }, anonymised: true);

        found.BotSignals.HasFlag(BotSignals.Crawler).ShouldBeTrue();
        (found.UserAgent is not null).ShouldBe(isKept);
    }

    private static EventEnrichment Found(VisitorClient client, BotSignals before = BotSignals.None, bool anonymised = false) =>
        new BotEnrichment(new BotClassifier(new List(), new SampleRules())).Enrich(
            EnrichedCommand.Of(client, anonymised: anonymised), EventEnrichment.None with { BotSignals = before });

    private sealed class List : IBotPatternSource
    {
        public string? Problem => null;

        public IReadOnlyList<BotPattern> Read() => [new(@"Googlebot\/", BotSignals.Crawler), new(@"crawl@engine\.example", BotSignals.Crawler), new("^curl", BotSignals.Library)];
    }
}
