using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.Enrichment.Geo;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;

namespace Tracking.Application.Tests.Collect.Enrichment.Geo;

public sealed class GeoEnrichmentTests : IDisposable
{
    private const string Address = "198.45.1.77";
    private static readonly Place London = new("GB", "England", "London");

    private readonly CollectPipeline pipeline = new() { ClientAddress = IPAddress.Parse(Address), Located = new GeoAnswer(London, false) };

    public void Dispose() => pipeline.Dispose();

    [Fact]
    public async Task An_event_has_the_place_of_the_visitors_address_and_nothing_of_the_address()
    {
        var stored = await CollectAsync();

        stored.Place.ShouldBe(London);
        stored.BotSignals.ShouldBe(BotSignals.None);
        JsonSerializer.Serialize(stored).ShouldNotContain("198.45.1.77");
    }

    [Fact]
    public async Task A_data_centres_address_speaks_for_a_program_also_where_its_place_is_unknown()
    {
        pipeline.Located = new GeoAnswer(null, IsDataCentre: true);

        var stored = await CollectAsync();

        stored.Place.ShouldBeNull();
        stored.BotSignals.ShouldBe(BotSignals.DataCentre);
    }

    [Fact]
    public async Task An_unknown_address_has_no_place()
    {
        pipeline.Located = default;

        (await CollectAsync()).Place.ShouldBeNull();
    }

    [Fact]
    public async Task An_IPv4_address_that_is_mapped_to_IPv6_is_looked_up_as_IPv4()
    {
        pipeline.ClientAddress = IPAddress.Parse($"::ffff:{Address}");

        (await CollectAsync()).Place.ShouldBe(London);

        pipeline.LookedUp.ShouldBe([IPAddress.Parse(Address)]);
    }

    [Theory]
    [InlineData("192.168.1.7")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fe80::1%2")]
    [InlineData(EventSamples.Address)]
    public async Task An_address_of_no_place_is_not_looked_up(string address)
    {
        pipeline.ClientAddress = IPAddress.Parse(address);

        (await CollectAsync()).Place.ShouldBeNull();

        pipeline.LookedUp.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_does_not_say_for_whom_it_speaks_is_not_the_visitor()
    {
        pipeline.FromServer = true;

        (await CollectAsync()).Place.ShouldBeNull();

        pipeline.LookedUp.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_consent_an_event_has_the_place_and_no_address()
    {
        pipeline.Site = new Site(7, "shop", new SiteSettings { ConsentMode = ConsentMode.OptIn, IpPolicy = IpPolicy.None });

        var stored = await CollectAsync(analytics: false);

        stored.Place.ShouldBe(London);
        stored.Address.ShouldBeNull();
    }

    [Fact]
    public async Task An_event_that_consent_drops_is_not_looked_up()
    {
        pipeline.Site = new Site(7, "shop", new SiteSettings { ConsentMode = ConsentMode.OptIn, WithoutConsent = WithoutConsent.Drop });

        await pipeline.CollectAsync(PageView(analytics: false));

        pipeline.Published.ShouldBeEmpty();
        pipeline.LookedUp.ShouldBeEmpty();
    }

    [Fact]
    public void It_says_that_it_reads_the_address() =>
        pipeline.Get<Enrichments>().All.ShouldContain(one => one is GeoEnrichment && one.Reads == PersonalFields.Address);

    private async Task<EventEnrichment> CollectAsync(bool analytics = true)
    {
        await pipeline.CollectAsync(PageView(analytics));
        return pipeline.Published.ShouldHaveSingleItem().Header.Enrichment;
    }

    private static JsonObject PageView(bool analytics) => new()
    {
        ["type"] = "page_view",
        ["anonymousId"] = "a-1",
        ["properties"] = new JsonObject { ["url"] = "https://shop.example/" },
        ["context"] = new JsonObject { ["consent"] = new JsonObject { ["analytics"] = analytics } },
    };
}
