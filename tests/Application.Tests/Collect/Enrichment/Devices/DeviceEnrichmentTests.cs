using System.Net;
using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.Enrichment.Devices;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Enrichment.Devices;

public class DeviceEnrichmentTests
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:126.0) Gecko/20100101 Firefox/126.0";

    private readonly DeviceEnrichment enrichment = new(new SampleRules());

    [Fact]
    public void A_user_agent_tells_kind_browser_and_system() =>
        enrichment.Read(new VisitorClient { UserAgent = Firefox }).ShouldBe(new Device("desktop", "Firefox", "126.0", "Windows", "10"));

    [Fact]
    public void Without_user_agent_and_hints_there_is_no_device() => enrichment.Read(VisitorClient.Unknown).ShouldBeNull();

    [Fact]
    public void An_unknown_user_agent_is_another_device() =>
        enrichment.Read(new VisitorClient { UserAgent = "?" }).ShouldBe(new Device("other", null, null, null, null));

    [Fact]
    public void While_the_rules_cannot_be_read_there_is_no_device() =>
        new DeviceEnrichment(new SampleRules { Matcher = null }).Read(new VisitorClient { UserAgent = Firefox }).ShouldBeNull();

    [Fact]
    public void What_could_not_be_read_in_time_is_not_remembered()
    {
        var hasty = new DeviceEnrichment(new SampleRules
        {
            Matcher = new UserAgentMatcher(
                SampleRules.Browsers, SampleRules.Systems, SampleRules.Devices, skipsHopeless: true, mostTime: TimeSpan.FromSeconds(-1)),
        });

        hasty.Read(new VisitorClient { UserAgent = Firefox }).ShouldBe(new Device("other", null, null, null, null));

        hasty.Remembered.ShouldBe(0);
    }

    [Fact]
    public void It_reads_user_agent_and_hints_and_nothing_else()
    {
        enrichment.Reads.ShouldBe(PersonalFields.UserAgent);
        enrichment.Read(new VisitorClient { Address = IPAddress.Loopback, AcceptLanguage = "pt-BR", Kind = ClientKind.PageRequest }).ShouldBeNull();
    }

    [Fact]
    public void The_same_words_are_read_once()
    {
        var first = enrichment.Read(new VisitorClient { UserAgent = Firefox, Hints = Hints("Windows", "15.0.0") });

        enrichment.Read(new VisitorClient { UserAgent = new string(Firefox), Hints = Hints("Windows", "15.0.0") }).ShouldBeSameAs(first);
        enrichment.Read(new VisitorClient { UserAgent = Firefox, Hints = Hints("Windows", "10.0.0") }).ShouldNotBe(first);
    }

    [Fact]
    public void Reading_the_same_words_again_makes_no_garbage()
    {
        var client = new VisitorClient { UserAgent = Firefox, Hints = Hints("Windows", "15.0.0") };
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Read()
        {
            for (var i = 0; i < 1_000; i++)
                enrichment.Read(client);
        }
    }

    [Fact]
    public void User_agents_that_differ_behind_512_characters_are_one()
    {
        var first = enrichment.Read(new VisitorClient { UserAgent = Firefox + new string(' ', 600) + "a" });

        enrichment.Read(new VisitorClient { UserAgent = Firefox + new string(' ', 600) + "b" }).ShouldBeSameAs(first);
    }

    private static ClientHints Hints(string platform, string version) => new()
    {
        Brands = [new ClientBrand("Not A;Brand", "99"), new ClientBrand("Chromium", "124"), new ClientBrand("Google Chrome", "124")],
        Platform = platform,
        PlatformVersion = version,
    };
}
