using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Privacy;

/// <summary>Why an event is as it is, and where it went.</summary>
[Collection(OneService.Name)]
public sealed class TraceTests(ServiceFixture fixture)
{
    private const string Webhook =
        """{ "kind": "webhook", "name": "w", "requires": [ "marketing" ], "settings": { "url": "https://hook.invalid/", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }, "rules": { "bots": true } }""";

    private readonly RunningService service = fixture.Service;

    [Fact]
    public async Task It_says_what_each_step_decided()
    {
        var site = await service.CreateSiteAsync();
        (await service.SendAsync(HttpMethod.Post, "/v1/destinations", Webhook, site.SecretKey)).Status.ShouldBe(201);
        await site.StoreAsync(
            Json.Object(
                """
                { "type": "page_view", "messageId": "m-1", "anonymousId": "ana", "properties": { "url": "https://shop.example/?utm_source=news&utm_medium=email" },
                  "context": { "consent": { "analytics": true, "marketing": true } } }
                """),
            site.WriteKey, ("Sec-GPC", "1"));
        await RunningService.UntilAsync(
            async () => (await TraceAsync(site, "m-1")).Text.Contains("withheld", StringComparison.Ordinal), "the destination has decided");

        var trace = (await TraceAsync(site, "m-1")).Json;
        trace["consent"]!.ToJsonString().ShouldBe(
            """{"analytics":true,"marketing":false,"personalization":false,"anonymised":false,"basis":{"analytics":"event","marketing":"globalPrivacyControl","personalization":"siteDefault"}}""");
        ((string)trace["enrichment"]!["traffic"]!["channel"]!).ShouldBe("Email");
        ((string)trace["publish"]!["state"]!).ShouldBe("off");
        var at = trace["destinations"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)at["state"]!, (string)at["reason"]!, (int)at["attempts"]!).ShouldBe(("withheld", "no_consent_marketing", 0));
    }

    [Fact]
    public async Task An_anonymised_event_is_found_by_the_id_that_was_sent_and_by_its_hash_and_tells_no_more()
    {
        var site = await service.CreateSiteAsync();
        await site.RecordAsync("""{ "anonymousId": "ana", "decisions": { "analytics": false } }""");
        var stored = await site.StoreAsync(Json.Object("""{ "type": "page_view", "messageId": "m-2", "anonymousId": "ana", "properties": { "url": "https://shop.example/" } }"""));

        var trace = await TraceAsync(site, "m-2");
        trace.Status.ShouldBe(200, trace.Text);
        ((bool)trace.Json["consent"]!["anonymised"]!, (string)trace.Json["consent"]!["basis"]!["analytics"]!).ShouldBe((true, "record"));
        trace.Text.ShouldNotContain("m-2");
        trace.Text.ShouldNotContain("\"ana\"");
        (await TraceAsync(site, trace.Of("messageId"))).Text.ShouldBe(trace.Text);
        stored.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_not_stored_or_anothers_is_not_found_and_it_takes_the_scope_privacy()
    {
        var (site, other) = (await service.CreateSiteAsync(), await service.CreateSiteAsync());
        await site.StoreAsync(Json.Object("""{ "type": "page_view", "messageId": "m-3", "properties": { "url": "https://shop.example/" } }"""));
        (await TraceAsync(site, "never")).ShouldBeProblem(404);
        (await TraceAsync(other, "m-3")).ShouldBeProblem(404);
        (await service.SendAsync(HttpMethod.Get, "/v1/events/m-3/trace", null, site.WriteKey)).ShouldBeProblem(403);
    }

    private Task<Answer> TraceAsync(TestSite site, string messageId) =>
        service.SendAsync(HttpMethod.Get, $"/v1/events/{Uri.EscapeDataString(messageId)}/trace", null, site.SecretKey);
}
