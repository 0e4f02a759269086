using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Enrichment.Bots;
using Tracking.Infrastructure.Tests.Enrichment.Devices;

namespace Tracking.Infrastructure.Tests.Enrichment.Bots;

public class CrawlerListTests
{
    private static readonly BotClassifier Bundled = new(New(CrawlerList.BundledPath), RealRules.File);

    /// <summary>Examples of the list that are people's: Instagram's and Facebook's own browsers.</summary>
    private static readonly string[] OfPeople =
    [
        "Mozilla/5.0 (Linux; Android 15; CPH2557 Build/AP3A.240617.008; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.7444.142 Mobile "
            + "Safari/537.36 Instagram 406.0.0.58.159 Android (35/15; 480dpi; 1080x2400; OPPO; CPH2557; OP573DL1; mt6833; en_MY; 822918295; IABMV/1) NV/1",
        "Mozilla/5.0 (Linux; Android 16; Pixel 10 Pro XL Build/CP1A.260305.018; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
            + "Chrome/146.0.7680.174 Mobile Safari/537.36 MetaIAB Facebook",
    ];

    [Fact]
    public void Every_user_agent_that_the_list_gives_as_an_example_is_known_by_it_and_nearly_all_also_reduced()
    {
        using var list = JsonDocument.Parse(File.ReadAllText(CrawlerList.BundledPath));
        var examples = list.RootElement.EnumerateArray()
            .SelectMany(entry => entry.GetProperty("instances").EnumerateArray().Select(one => one.GetString()!)).Except(OfPeople).ToList();

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
    [InlineData("Mozilla/5.0 (Linux; Android 4.4.4; Panasonic ELUGA U Build/KTU84P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/35.0.1916.141 Mobile Safari/537.36")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Silk/120.4.1 like Chrome/120.0.6099.270 Safari/537.36")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; CUBOT P40 Build/QP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36")]
    [InlineData("Opera/9.80 (J2ME/MIDP; Opera Mini/9.80 (S60; SymbOS; Opera Mobi/23.348; U; en) Presto/2.5.25 Version/10.54")]
    [InlineData("Opera/9.80 (Windows NT 6.1; WOW64) Presto/2.12.388 Version/12.16")]
    [InlineData("Nokia6230/2.0 (04.44) Profile/MIDP-2.0 Configuration/CLDC-1.1")]
    [InlineData("SAMSUNG-SGH-E250/1.0 Profile/MIDP-2.0 Configuration/CLDC-1.1 UP.Browser/6.2.3.3.c.1.101 (GUI) MMP/2.0")]
    [InlineData("Lynx/2.8.9rel.1 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/1.1.1d")]
    public void A_browser_of_people_is_none(string userAgent) => Bundled.Of(userAgent, asksForPages: true).Signals.ShouldBe(BotSignals.None);

    [Theory]
    [InlineData("[FB_IAB/FB4A;FBAV/490.0.0.63.82;IABMV/1;]"), InlineData("[FBAN/FBIOS;FBAV/490.0;FBBV/1;FBDV/iPhone12,1;FBOP/5]")]
    [InlineData("Instagram 359.0.0.59.89"), InlineData("Barcelona 360.0.0"), InlineData("MetaIAB Facebook"), InlineData("WhatsApp/2.24"), InlineData("Viber")]
    [InlineData("Feedly"), InlineData("Instapaper/8.1"), InlineData("Podimo/2"), InlineData("Line/14.8.0/IAB"), InlineData("KAKAOTALK 10.9.5")]
    [InlineData("MicroMessenger/8.0.49 NetType/WIFI Language/zh_CN"), InlineData("NAVER(inapp; search; 2000; 12.7.3)"), InlineData("DaumApps/6.2")]
    [InlineData("Snapchat/12.80.0.43"), InlineData("[Pinterest/Android]"), InlineData("[LinkedInApp]/9.1"), InlineData("musical_ly_2023 BytedanceWebview/d8a21c6")]
    [InlineData("Twitter for iPhone/10.44"), InlineData("Reddit/Version 2024.20"), InlineData("GSA/320.0.6"), InlineData("DuckDuckGo/7"), InlineData("Flipboard/4.3")]
    [InlineData("Telegram-Android/10.14.5"), InlineData("Discord/231.0"), InlineData("baiduboxapp/13.60"), InlineData("Zalo android/24"), InlineData("VKAndroidApp/8.90")]
    public void A_person_within_an_app_is_none(string app)
    {
        const string Android = "Mozilla/5.0 (Linux; Android 15; CPH2557 Build/AP3A.240617.008; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36";
        const string IPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
        foreach (var userAgent in new[] { $"{Android} {app}", $"{IPhone} {app}" })
            Bundled.Of(userAgent, asksForPages: false).Signals.ShouldBe(BotSignals.None, userAgent);
    }

    [Fact]
    public void Examples_of_the_list_that_are_peoples_are_none() => OfPeople.ShouldAllBe(one => Bundled.Of(one, true).Signals == BotSignals.None);

    // Of the example log; none of them is told by the list as it is written.
    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Ezooms/1.0; help@moz.com)", BotSignals.Crawler)]
    [InlineData("Mozilla/5.0 (Windows NT 6.1; rv:6.0) Gecko/20110814 Firefox/6.0 Google favicon", BotSignals.Crawler)]
    [InlineData("Mozilla/5.0 (X11; U; Linux x86_64; en-US; rv:1.9.0.19; aggregator:Spinn3r (Spinn3r 3.1); http://spinn3r.com/robot) Gecko/2010040121 Firefox/3.0.19", BotSignals.Crawler)]
    [InlineData("Mozilla/5.0 (compatible; BeetleBot; )", BotSignals.Crawler)]
    [InlineData("Mozilla/5.0 (compatible; EasouSpider; +http://www.easou.com/search/spider.html)", BotSignals.Crawler)]
    [InlineData("portscout/0.8.1", BotSignals.Library)]
    [InlineData("Ruby", BotSignals.Library)]
    [InlineData("Robosourcer/1.0", BotSignals.Library)]
    [InlineData("&as_qdr=all", BotSignals.Library)]
    [InlineData("WhatsApp/2.23.20.0 A", BotSignals.Crawler)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Cypress/13.6.0 Chrome/114.0.5735.289 Electron/25.8.4 Safari/537.36", BotSignals.Headless)]
    public void A_program_is_one(string userAgent, BotSignals signals) => Bundled.Of(userAgent, asksForPages: true).Signals.HasFlag(signals).ShouldBeTrue();

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
            new BotClassifier(list, RealRules.File).Of("HeadlessChrome/1.0", asksForPages: false).Signals.ShouldBe(BotSignals.Headless);
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
