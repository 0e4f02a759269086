using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Enrichment.Bots;

public class BotPatternsTests
{
    [Theory]
    [InlineData(@"Googlebot\/", "Googlebot/")]
    [InlineData(@"acme\.bot \(x\)", "acme.bot (x)")]
    [InlineData("^curl", null)]
    [InlineData("[wW]get", null)]
    [InlineData(@"bot\d", null)]
    [InlineData("", null)]
    public void A_pattern_that_is_only_a_text_is_known_as_one(string pattern, string? literal) => BotPatterns.LiteralOf(pattern).ShouldBe(literal);

    [Theory]
    [InlineData("x Googlebot/2.0", BotSignals.Crawler)]
    [InlineData("x googlebot/2.0", BotSignals.Crawler)]
    [InlineData("x Sonic/1", BotSignals.Crawler)]
    [InlineData("x Panasonic", BotSignals.None)]
    [InlineData("x HELPFUL.bot", BotSignals.Crawler)]
    [InlineData("curl/8.0", BotSignals.Library)]
    [InlineData("Curl/8.0", BotSignals.None)]
    [InlineData("libcurl/8.0", BotSignals.None)]
    [InlineData("Wget Googlebot/", BotSignals.Crawler | BotSignals.Library)]
    [InlineData("(a+)+$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", BotSignals.None)]
    public void A_text_has_the_signals_of_all_patterns_that_match(string userAgent, BotSignals signals) =>
        new BotPatterns([
            new(@"Googlebot\/", BotSignals.Crawler),
            new("Sonic", BotSignals.Crawler),
            new("^x helpful.bot$", BotSignals.Crawler),
            new("^curl", BotSignals.Library),
            new("[wW]get", BotSignals.Library),
            new("^(a+)+$", BotSignals.Headless),
        ]).Of(userAgent).ShouldBe(signals);

    [Fact]
    public void A_pattern_that_cannot_be_read_matches_nothing_and_stops_nothing() =>
        new BotPatterns([new("(", BotSignals.Crawler), new("bot", BotSignals.Crawler)]).Of("a bot (").ShouldBe(BotSignals.Crawler);
}
