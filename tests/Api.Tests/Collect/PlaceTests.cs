using System.Text.Json.Nodes;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Collect;

/// <summary>Where a visitor was, from the request to the raw events, by the country file that comes with the program.</summary>
[Collection(OneService.Name)]
public sealed class PlaceTests(ServiceFixture fixture)
{
    private readonly RunningService service = fixture.Service;

    // The registries of Brazil and of Asia and the Pacific.
    [Theory]
    [InlineData("200.160.2.3", "BR")]
    [InlineData("::ffff:200.160.2.3", "BR")]
    [InlineData("2001:12ff:0:2::3", "BR")]
    [InlineData("203.119.101.61", "AU")]
    [InlineData("192.168.1.7", null)]
    [InlineData("203.0.113.7", null)]
    [InlineData("fd00::7", null)]
    public async Task A_page_view_has_the_country_of_its_visitor(string address, string? country)
    {
        var site = await service.CreateSiteAsync();
        await site.StoreAsync(Sample.PageView(), null, ("X-Forwarded-For", address));

        var stored = await EventAsync(site);

        ((string?)stored["geo"]?["country"]).ShouldBe(country);
        stored.ToJsonString().ShouldNotContain(address);
    }

    [Fact]
    public async Task Of_an_event_that_a_server_sends_the_address_that_it_names_counts()
    {
        var site = await service.CreateSiteAsync();
        await site.StoreAsync(
            Sample.PageView().With("context", new JsonObject { ["ip"] = "200.160.2.3" }), site.SecretKey, ("X-Forwarded-For", "203.119.101.61"));

        ((string?)(await EventAsync(site))["geo"]?["country"]).ShouldBe("BR");
    }

    private async Task<JsonObject> EventAsync(TestSite site)
    {
        var answer = await service.SendAsync(HttpMethod.Get, "/v1/reports/events", null, site.SecretKey);
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Json["events"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
    }
}
