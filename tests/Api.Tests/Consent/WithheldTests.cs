using System.Text.Json.Nodes;
using Tracking.Api.Tests.Collect;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Consent;

/// <summary>What of an event is kept, given what was consented to and what the site lists.</summary>
[Collection(OneService.Name)]
public sealed class WithheldTests(ServiceFixture fixture)
{
    private const string Everything =
        "https://shop.example/a%20b?utm_source=s&gclid=g&page=2&email=m%40x.example&UTM_Campaign=c&fbclid=f#part";

    [Theory]
    [InlineData(true, true, "https://shop.example/a%20b?utm_source=s&gclid=g&page=2&UTM_Campaign=c&fbclid=f#part")]
    [InlineData(true, false, "https://shop.example/a%20b?utm_source=s&page=2&UTM_Campaign=c#part")]
    [InlineData(false, true, "https://shop.example/a%20b?utm_source=s&UTM_Campaign=c")]
    [InlineData(false, false, "https://shop.example/a%20b?utm_source=s&UTM_Campaign=c")]
    public async Task A_url_keeps_what_may_be_kept_wherever_it_stands(bool analytics, bool marketing, string kept)
    {
        var site = await fixture.Service.CreateSiteAsync("""{ "queryParameters": ["page"] }""");
        var consent = Sample.Consent(analytics, marketing);
        await site.CollectAsync(Sample.Batch(
            Sample.Whole("page_view").With("properties.url", Everything).With("properties.referrer", Everything)
                .With("context.page.url", Everything).With("context.page.referrer", Everything),
            Sample.Whole("click").With("properties.url", Everything).With("properties.element.href", Everything),
            Sample.Whole("form_input").With("properties.url", Everything),
            Sample.Whole("form_submit").With("properties.url", Everything),
            Sample.Whole("transaction").With("properties.url", Everything),
            Sample.Whole("engagement").With("properties.url", Everything),
            Sample.Whole("custom").With("properties.url", Everything))
            .With("context.consent", consent.DeepClone()).WithEach(one => one.With("context.consent", consent.DeepClone())));

        var stored = (await site.StoredAsync()).ToDictionary(one => one.Type);
        stored.Count.ShouldBe(7);
        stored.Values.Select(one => one.Url).ShouldAllBe(url => url == kept);
        ((string?)stored["page_view"].Properties["referrer"]).ShouldBe(kept);
        ((string?)stored["page_view"].Context["page"]!["url"]).ShouldBe(kept);
        ((string?)stored["page_view"].Context["page"]!["referrer"]).ShouldBe(kept);
        ((string?)stored["click"].Properties["element"]!["href"]).ShouldBe(kept);
        stored.Values.Select(one => (one.Page, one.Hostname)).Distinct().ShouldBe([("/a b", "shop.example")]);
    }

    [Theory]
    [InlineData("https://user:secret@shop.example/", "https://shop.example/")]
    [InlineData("https://user@shop.example:8443/p", "https://shop.example:8443/p")]
    [InlineData("https://shop.example?secret=1", "https://shop.example")]
    [InlineData("https://shop.example/?", "https://shop.example/")]
    [InlineData("https://shop.example/?&&a", "https://shop.example/")]
    [InlineData("https://shop.example/?%75tm_source=s", "https://shop.example/?%75tm_source=s")]
    [InlineData("https://shop.example/#a?utm_source=s", "https://shop.example/")]
    [InlineData("https://shop.example/?utm_sourcex=1&xutm_source=1&utm_=1", "https://shop.example/")]
    public async Task Of_an_anonymised_url_nothing_else_is_left(string url, string kept)
    {
        var site = await fixture.Service.CreateSiteAsync();
        (await site.StoreAsync(Sample.PageView().With("properties.url", url))).Url.ShouldBe(kept);
    }

    [Theory]
    [InlineData("https:\\\\user:secret@shop.example/p")]
    [InlineData("https:/\\user:secret@shop.example/p")]
    [InlineData("https:\\/user:secret@shop.example/p")]
    [InlineData(" https://user:secret@shop.example/p")]
    [InlineData("HTTPS://user:secret@shop.example\\p")]
    [InlineData("https:////user:secret@shop.example/p")]
    [InlineData("https://user:se@cret@shop.example/p")]
    public async Task A_user_name_and_password_are_never_kept(string url)
    {
        foreach (var analytics in (bool[])[true, false])
        {
            var site = await fixture.Service.CreateSiteAsync();
            var answer = await site.CollectAsync(Sample.PageView()
                .With("properties.url", url).With("properties.referrer", url).With("context.page.url", url).With("context.consent", Sample.Consent(analytics)));
            answer.Status.ShouldBeOneOf(202, 400);
            foreach (var stored in await site.StoredAsync())
            {
                stored.Data.ShouldNotContain("cret");
                stored.Data.ShouldNotContain("user");
            }
        }
    }

    [Fact]
    public async Task Without_consent_nothing_tells_who_it_was()
    {
        var site = await fixture.Service.CreateSiteAsync("""{ "formFields": ["city"] }""");
        await site.CollectAsync(Sample.Batch(Sample.Types.Where(type => type != "identify")
            .Select(type => Sample.Whole(type).With("messageId", $"m-{type}").Without("context.consent"))));
        var stored = (await site.StoredAsync()).ToDictionary(one => one.Type);

        stored.Values.ShouldAllBe(one => one.AnonymousId == null && one.UserId == null && one.MessageId.Length == 32);
        stored.Values.ShouldAllBe(one => !one.Context.ContainsKey("clickIds") && !one.Context.ContainsKey("clientIds"));
        stored.Values.Select(one => one.VisitorId).Distinct().ShouldHaveSingleItem().Length.ShouldBe(32);
        stored["click"].Properties["element"]!.ToJsonString().ShouldBe(
            """{"tag":"a","id":"more","href":"https://maker.example/boots"}""");
        stored["form_input"].Properties["field"]!.ToJsonString().ShouldBe("""{"name":"city","type":"text"}""");
        stored["transaction"].Properties.ContainsKey("coupon").ShouldBeFalse();
        ((string)stored["transaction"].Properties["orderId"]!).Length.ShouldBe(32);
        stored["custom"].Properties.ToJsonString().ShouldBe($$"""{"url":"{{Sample.PageUrl}}"}""");
    }

    [Fact]
    public async Task An_order_is_the_same_with_and_without_consent()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var order = Sample.Whole("transaction").With("properties.status", "completed");
        await site.CollectAsync(Sample.Batch(order.DeepClone(), ((JsonObject)order.DeepClone()).With("context.consent", Sample.Consent(false))));
        (await site.StoredAsync()).Count.ShouldBe(2);
        (await fixture.Service.Store.NumberAsync(
            "SELECT count(*) FROM Orders WHERE SiteId = (SELECT Id FROM Sites WHERE Name = $site)", ("$site", site.Name))).ShouldBe(1);
    }

    [Theory]
    [InlineData("mailto:maria@x.example")]
    [InlineData("tel:+5581999990000")]
    [InlineData("javascript:void(0)")]
    [InlineData("/account/maria")]
    public async Task A_links_target_that_is_no_page_needs_consent(string href)
    {
        var site = await fixture.Service.CreateSiteAsync();
        var click = Sample.Whole("click").With("properties.element.href", href);
        ((string?)(await site.StoreAsync(click)).Properties["element"]!["href"]).ShouldBe(href);
        (await site.StoreAsync(click.With("context.consent", Sample.Consent(false)))).Properties["element"]!["href"].ShouldBeNull();
    }

    [Fact]
    public async Task Without_marketing_consent_click_and_client_ids_are_removed()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var stored = await site.StoreAsync(Sample.Whole("page_view").With("context.consent", Sample.Consent(true)));
        (stored.Context["clickIds"], stored.Context["clientIds"], stored.AnonymousId).ShouldBe((null, null, "a-1"));
    }

    [Theory]
    [InlineData("city", "city", "Recife")]
    [InlineData("City", "city", "Recife")]
    [InlineData("card", "city", null)]
    public async Task A_forms_value_is_kept_only_where_the_site_lists_the_field(string field, string listed, string? kept)
    {
        var site = await fixture.Service.CreateSiteAsync($$"""{ "formFields": ["{{listed}}"] }""");
        var stored = await site.StoreAsync(Sample.Whole("form_input").With("properties.field.name", field));
        ((string?)stored.Properties["field"]!["value"]).ShouldBe(kept);
    }

    [Fact]
    public async Task An_anonymised_custom_event_keeps_the_properties_that_the_site_lists()
    {
        var site = await fixture.Service.CreateSiteAsync("""{ "anonymousProperties": ["plan", "nested"] }""");
        var custom = Sample.Whole("custom").With("properties.plan", "gold").With("properties.Plan", "other").Without("context.consent");
        JsonNode.DeepEquals(
            (await site.StoreAsync(custom)).Properties,
            Json.Object($$"""{ "url": "{{Sample.PageUrl}}", "nested": { "list": [1, "two", true, null] }, "plan": "gold" }""")).ShouldBeTrue();
    }

    [Fact]
    public async Task Where_the_server_alone_is_believed_a_write_keys_transaction_is_a_custom_event()
    {
        var site = await fixture.Service.CreateSiteAsync("""{ "transactionsFrom": "server" }""");
        var fromBrowser = await site.StoreAsync(Sample.Whole("transaction"));
        fromBrowser.Type.ShouldBe("custom");
        fromBrowser.Data.ShouldNotContain("99.9");
        (await site.StoreAsync(Sample.Whole("transaction"), site.SecretKey)).Type.ShouldBe("transaction");
    }

    [Fact]
    public async Task A_visitor_without_id_is_told_by_network_and_user_agent()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var first = await VisitorAsync("203.0.113.7", "UA-1");
        (await VisitorAsync("203.0.113.200", "UA-1")).ShouldBe(first);
        (await VisitorAsync("203.0.114.7", "UA-1")).ShouldNotBe(first);
        (await VisitorAsync("203.0.113.7", "UA-2")).ShouldNotBe(first);
        (await VisitorAsync("2001:db8:1::7", "UA-1")).ShouldBe(await VisitorAsync("2001:db8:1:ffff::1", "UA-1"));

        async Task<string> VisitorAsync(string address, string userAgent) =>
            (await site.StoreAsync(Sample.PageView(), null, ("X-Forwarded-For", address), ("User-Agent", userAgent))).VisitorId;
    }

    [Fact]
    public async Task Only_a_server_speaks_for_a_visitor()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var mine = await site.StoreAsync(Sample.PageView());
        var view = Sample.PageView().With("context.ip", "198.51.100.9").With("context.userAgent", "Other");
        (await site.StoreAsync(view)).VisitorId.ShouldBe(mine.VisitorId);
        (await site.StoreAsync(view, site.SecretKey)).VisitorId.ShouldNotBe(mine.VisitorId);
        (await site.StoreAsync(Sample.PageView().With("context.ip", "not an address"))).VisitorId.ShouldBe(mine.VisitorId);
        (await site.CollectAsync(Sample.PageView().With("context.ip", "not an address"), site.SecretKey))
            .ShouldBeProblem(400).Errors.Keys.ShouldBe(["context.ip"]);
    }
}

internal static class BatchChanges
{
    /// <summary>Changes each event of a batch.</summary>
    public static JsonObject WithEach(this JsonObject batch, Action<JsonObject> change)
    {
        foreach (var one in batch["events"]!.AsArray())
            change(one!.AsObject());
        return batch;
    }
}
