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
        { "bot", " " }, { "bot", "HTC " }, { "favicon_ ", "HTC   " }, { "Archiver/", "HTC   " }, { "bot", "a " }, { "favicon_ ", "HTC-" },
    };

    [Theory, MemberData(nameof(Slow))]
    public void The_worst_ones_take_no_longer_than_a_user_agent_may(string word, string filling)
    {
        var body = string.Concat(Enumerable.Repeat(filling, 512));
        foreach (var text in new[] { word + body, body[..(512 - word.Length)] + word, body[..200] + word + body })
        {
            // The fastest of some: a busy machine has its own pauses.
            var fastest = Enumerable.Range(0, 5).Min(_ => TimeOf(text));
            fastest.ShouldBeLessThan(TimeSpan.FromMilliseconds(250));
        }
    }

    private static TimeSpan TimeOf(string text)
    {
        var started = Stopwatch.GetTimestamp();
        RealRules.Matcher.Match(text);
        return Stopwatch.GetElapsedTime(started);
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
