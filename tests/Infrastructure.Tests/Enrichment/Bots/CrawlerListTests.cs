using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Enrichment.Bots;

namespace Tracking.Infrastructure.Tests.Enrichment.Bots;

public class CrawlerListTests
{
    private static readonly BotClassifier Bundled = new(New(CrawlerList.BundledPath));

    [Fact]
    public void Every_user_agent_that_the_list_gives_as_an_example_is_known_by_it_and_nearly_all_also_reduced()
    {
        using var list = JsonDocument.Parse(File.ReadAllText(CrawlerList.BundledPath));
        var examples = list.RootElement.EnumerateArray()
            .SelectMany(entry => entry.GetProperty("instances").EnumerateArray().Select(one => one.GetString()!)).ToList();

        examples.Count.ShouldBeGreaterThan(1_000);
        examples.Where(one => Bundled.Of(one, asksForPages: true).Signals == BotSignals.None).ShouldBeEmpty();
        // Some are known by a mail address alone, one by all numbers of a version: of those nothing is kept.
        examples.Count(one => Bundled.Of(one, asksForPages: true).Kept is null).ShouldBeLessThanOrEqualTo(10);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1")]
    [InlineData("Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36")]
    [InlineData("Mozilla/5.0 (Linux; Android 13; M2101K6G; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 Instagram 359.0.0.59.89 Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/490.0]")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0")]
    [InlineData("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 OPR/116.0.0.0")]
    [InlineData("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)")]
    public void A_browser_of_people_is_none(string userAgent) => Bundled.Of(userAgent, asksForPages: true).Signals.ShouldBe(BotSignals.None);

    [Theory]
    [InlineData(null), InlineData(""), InlineData("[{"), InlineData("{}"), InlineData("null"), InlineData("[]"), InlineData("[null]"), InlineData("[{}]")]
    public async Task A_list_that_is_missing_broken_or_empty_stops_nothing_and_is_told_before_it_is_needed(string? content)
    {
        var path = Path.Combine(Path.GetTempPath(), $"crawlers-{Guid.NewGuid():N}.json");
        if (content is not null)
            await File.WriteAllTextAsync(path, content);
        var list = New(path);
        try
        {
            (await list.CheckHealthAsync(new HealthCheckContext())).Status.ShouldBe(HealthStatus.Degraded);
            list.Problem.ShouldNotBeNull().ShouldContain(path);
            list.Read().ShouldBeEmpty();
            new BotClassifier(list).Of("HeadlessChrome/1.0", asksForPages: false).Signals.ShouldBe(BotSignals.Headless);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task The_list_that_comes_with_the_program_is_well()
    {
        var list = New(CrawlerList.BundledPath);

        (await list.CheckHealthAsync(new HealthCheckContext())).Status.ShouldBe(HealthStatus.Healthy);
        list.Problem.ShouldBeNull();
    }

    private static CrawlerList New(string path) => new(path, NullLogger<CrawlerList>.Instance);
}
