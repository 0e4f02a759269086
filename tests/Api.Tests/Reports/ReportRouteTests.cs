using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Reports;

/// <summary>What stands below <c>/v1/reports</c>, and what does not.</summary>
[Collection(OneService.Name)]
public sealed class ReportRouteTests(ServiceFixture fixture)
{
    [Theory]
    [InlineData("POST", "/v1/reports/funnel", "is not built yet")]
    [InlineData("GET", "/v1/reports/realtime/live", "is not built yet")]
    [InlineData("GET", "/v1/reports/revenue", "is not built yet")]
    [InlineData("GET", "/v1/reports/brekdown", "did you mean breakdown?")]
    [InlineData("GET", "/v1/reports/", "There is no report of that name")]
    [InlineData("GET", "/v1/reports", "There is no report of that name")]
    public async Task A_report_that_is_not_there_says_which_are(string method, string path, string said)
    {
        var answer = await fixture.Service.SendAsync(new HttpMethod(method), path, method == "POST" ? "{}" : null, RunningService.SecretKey);

        answer.ShouldBeProblem(404).Of("detail").ShouldContain(said);
        answer.Of("detail").ShouldContain("breakdown, events, overview, quality, quality/rejected, reconciliation, timeseries");
    }

    [Fact]
    public async Task Elsewhere_and_of_another_method_nothing_is_said_of_reports()
    {
        var elsewhere = await fixture.Service.SendAsync(HttpMethod.Get, "/v1/nothing", key: RunningService.SecretKey);
        elsewhere.ShouldBeProblem(404).Text.ShouldNotContain("report");
        var posted = await fixture.Service.SendAsync(HttpMethod.Post, "/v1/reports/overview", "{}", RunningService.SecretKey);
        posted.ShouldBeProblem(405);
    }

    [Fact]
    public async Task The_campaign_of_an_events_url_is_shown_with_its_traffic()
    {
        var site = await fixture.Service.CreateSiteAsync("""{ "consentMode": "opt-out" }""");
        await site.StoreAsync(Json.Object("""
            { "type": "page_view", "properties":
              { "url": "https://shop.example/?utm_source=news&utm_medium=email&utm_campaign=spring&utm_term=shoes&utm_content=top" } }
            """));

        var answer = await fixture.Service.SendAsync(HttpMethod.Get, "/v1/reports/events?bots=include", key: site.SecretKey);

        var one = answer.Json["events"]![0]!;
        one["campaign"].ShouldBeNull("it is what the sender names in context.campaign");
        var traffic = one["traffic"]!.AsObject();
        ((string?)traffic["source"], (string?)traffic["campaign"], (string?)traffic["term"], (string?)traffic["content"])
            .ShouldBe(("news", "spring", "shoes", "top"));
        var table = await fixture.Service.SendAsync(HttpMethod.Get, "/v1/reports/events?bots=include&format=csv", key: site.SecretKey);
        table.Text.Split("\r\n")[0].ShouldEndWith(",properties,traffic.campaign,traffic.term,traffic.content");
        table.Text.Split("\r\n")[1].ShouldEndWith(",spring,shoes,top");
    }
}
