using System.Diagnostics;
using CsCheck;
using Tracking.Application.Collect.Enrichment.Devices;

namespace Tracking.Infrastructure.Tests.Enrichment.Devices;

/// <summary>User agents are written by whoever sends them.</summary>
public class HostileUserAgentTests
{
    /// <summary>Repetitions that make uap-core's slowest patterns go back and forth.</summary>
    public static TheoryData<string, string> Slow => new()
    {
        { "Archiver/", " " }, { "bot", "/a" }, { "favicon", "1" }, { "Spider", "A" }, { "crawl", "a-" }, { "DoCoMo", "DoCoMo" }, { "NEC-", "; NEC-" },
        { "HbbTV/1.1.1 (", ";a;2013" }, { "Mozilla", "Mozilla" }, { "iPhone", "iPhone" }, { " Mobile ", " Mobile Chrome/" }, { "CFNetwork/", " Darwin/1" },
    };

    [Theory, MemberData(nameof(Slow))]
    public void The_worst_ones_take_no_longer_than_the_patterns_may(string word, string filling)
    {
        var body = string.Concat(Enumerable.Repeat(filling, 512));
        RealRules.Matcher.Match(word);
        foreach (var text in new[] { word + body, body[..(512 - word.Length)] + word, body[..200] + word + body })
        {
            var started = Stopwatch.StartNew();
            RealRules.Matcher.Match(text);

            // A second is what 25 patterns may take that all give up; few come near to giving up, and a busy machine has its own pauses.
            started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void Any_text_is_borne() => Gen.String[0, 2_000].Sample(text => Should.NotThrow(() => RealRules.Device(text)), iter: 300);

    [Fact]
    public void Of_a_flood_of_them_few_are_remembered()
    {
        var enrichment = new DeviceEnrichment(RealRules.File);
        for (var i = 0; i < 10_000; i++)
            enrichment.Read(new() { UserAgent = $"flood {i} {new string('x', 600)}" });

        enrichment.Remembered.ShouldBeLessThanOrEqualTo(4_096);
    }
}
