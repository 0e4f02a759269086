using CsCheck;
using Tracking.Application.Collect.Enrichment.Devices;

namespace Tracking.Application.Tests.Collect.Enrichment.Devices;

/// <summary>"ua-parser Specification", version 0.2.</summary>
public class UserAgentMatcherTests
{
    [Theory]
    [InlineData(@"(Firefox)/(\d+)\.(\d+)(?:\.(\d+)|)", null, "a Firefox/126.0.1 b", "Firefox", "126.0.1")]
    [InlineData(@"(Firefox)/(\d+)\.(\d+)(?:\.(\d+)|)", null, "Firefox/126.0", "Firefox", "126.0")]
    [InlineData(@"(Firefox)(?:/(\d+)|)", null, "Firefox", "Firefox", null)]
    [InlineData(@"(Namoroka|Minefield)/(\d+)\.(\d+)\.(\d+(?:pre)?)", "Firefox ($1)", "Minefield/4.0.1pre", "Firefox (Minefield)", "4.0.1pre")]
    [InlineData(@"ArcGIS Client", "ArcMap", "the ArcGIS Client", "ArcMap", null)]
    [InlineData(@"(A)(B)(\d)", "$2-$1$9!", "AB1", "B-A!", "B.1")]
    [InlineData(@"(\w+) ?Browser", " $1 ", "Own Browser", "Own", null)]
    [InlineData(@"(x)$", "costs $ 5", "x", "costs $ 5", null)]
    [InlineData(@"PetalBot", "Other", "PetalBot", null, null)]
    [InlineData(@"(Firefox)", null, "firefox", null, null)]
    [InlineData(@"(com.bot|bot)", null, "Reader; +https://engine.example.com/bot", null, null)]
    [InlineData(@"(bot)", null, "Reader; +https://engine.example/bot", null, null)]
    [InlineData(@"bot", "Bot", "Reader; +https://engine.example/bot", "Bot", null)]
    [InlineData(@"(A)/(\d+)\.(\d+)\.(\d+)", null, "A/1234567890.123456789.1", "A", "1234567890.123456789")]
    [InlineData(@"(A)/(\d+)\.(\d+)", null, "A/123456789012345678901.2", "A", null)]
    [InlineData(@"( *)", null, "anything", null, null)]
    public void A_match_gives_its_groups_where_nothing_replaces_them(string pattern, string? family, string userAgent, string? found, string? version) =>
        Find(new UserAgentRule(pattern, false, family, [null, null, null]), userAgent).ShouldBe(new ProductMatch(found, version));

    [Fact]
    public void A_version_is_replaced_part_by_part() =>
        Find(new UserAgentRule(@"Windows NT (6)\.(3)", false, "Windows", ["8", "$2", "beta"]), "Windows NT 6.3").ShouldBe(new ProductMatch("Windows", "8.3.beta"));

    [Fact]
    public void Case_counts_unless_the_rule_says_otherwise()
    {
        Find(new UserAgentRule("(crawl)", true, null, []), "CRAWL").Family.ShouldBe("CRAWL");
        Find(new UserAgentRule("(crawl)", false, null, []), "CRAWL").Family.ShouldBeNull();
    }

    [Fact]
    public void The_first_rule_that_matches_counts() => new UserAgentMatcher(
        [new("(Chrome)", false, null, []), new("(Edg)", false, null, [])], [], []).Match("Chrome Edg").Browser.Family.ShouldBe("Chrome");

    [Fact]
    public void Browser_system_and_device_are_found_each_by_its_own_rules() =>
        new UserAgentMatcher([new("(a)", false, null, [])], [new("(b)(1)", false, null, [null])], [new("(c)", false, null, [])]).Match("a b1 c")
            .ShouldBe(new UserAgentMatch(new("a", null), new("b", "1"), "c"));

    [Fact]
    public void A_system_may_stand_after_a_slash() =>
        new UserAgentMatcher([], [new("(Linux)", false, null, [])], []).Match("x GNU/Linux").Os.Family.ShouldBe("Linux");

    [Fact]
    public void What_stands_after_512_characters_is_not_looked_at()
    {
        Find(new UserAgentRule("(End)", false, null, []), new string('a', 509) + "End").Family.ShouldBe("End");
        Find(new UserAgentRule("(End)", false, null, []), new string('a', 510) + "End").Family.ShouldBeNull();
    }

    [Fact]
    public void Of_a_foreign_script_nothing_comes_through()
    {
        Find(new UserAgentRule(@"(.+)/(\d+)(.)", false, null, [null, null]), "Ünï \ud83e\udd8a\ud800/7٣").ShouldBe(new ProductMatch("?n? ???", "7.?"));
    }

    [Theory]
    [InlineData("bot     b", "bot b")]
    [InlineData("bot \t\r\n b  ", "bot b ")]
    [InlineData("a b", "a b")]
    [InlineData("", "")]
    public void Of_blanks_in_a_row_rules_see_one(string userAgent, string seen) => UserAgentMatcher.Readable(userAgent).ShouldBe(seen);

    [Fact]
    public void Without_time_no_rule_is_tried_and_the_answer_says_so() =>
        new UserAgentMatcher([new("(a)", false, null, [])], [], [], skipsHopeless: true, mostTime: TimeSpan.FromSeconds(-1)).Match("a")
            .ShouldBe(new UserAgentMatch(default, default, null, RanOutOfTime: true));

    [Fact]
    public void Names_and_versions_stay_short()
    {
        var found = Find(new UserAgentRule(@"([a-z]+)/(\d+)\.(\d+)", false, null, [null, null]), new string('a', 200) + "/7." + new string('1', 200));

        found.Family!.Length.ShouldBe(64);
        found.Version.ShouldBe("7");
    }

    [Fact]
    public void A_pattern_that_takes_too_long_does_not_match_and_the_next_is_tried() => new UserAgentMatcher(
        [new("^(?:(?:a+)+)+$", false, "slow", []), new("(!)", false, "quick", [])], [], []).Match(new string('a', 100) + "!").Browser.Family.ShouldBe("quick");

    [Fact]
    public void A_pattern_that_is_none_does_not_match_and_the_next_is_tried() => new UserAgentMatcher(
        [new("(a", false, "broken", []), new("(a)", false, "whole", [])], [], []).Match("a").Browser.Family.ShouldBe("whole");

    [Fact]
    public void Any_text_is_borne() =>
        Gen.String.Sample(text => Should.NotThrow(() => new SampleRules().Matcher!.Match(text)));

    private static ProductMatch Find(UserAgentRule rule, string userAgent) => new UserAgentMatcher([rule], [], []).Match(userAgent).Browser;
}
