using System.Text.Json.Nodes;
using Tracking.Api.Tests.Collect;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Administration;

[Collection(OneService.Name)]
public sealed class SiteTests(ServiceFixture fixture)
{
    private const string AllSettings =
        """
        {
          "name": "The shop", "timezone": "America/Sao_Paulo", "consentMode": "opt-out", "withoutConsent": "drop",
          "origins": ["https://shop.example"], "hosts": ["shop.example", "www.shop.example"], "ipPolicy": "none", "honourDoNotTrack": true,
          "formFields": ["city"], "queryParameters": ["page"], "anonymousProperties": ["plan"], "transactionsFrom": "server",
          "retentionDays": { "click": 30, "page_view": 400 }
        }
        """;

    private const string Defaults =
        """
        {
          "timezone": "Etc/UTC", "consentMode": "opt-in", "withoutConsent": "anonymise", "origins": [], "hosts": [],
          "ipPolicy": "truncated", "honourDoNotTrack": false, "formFields": [], "queryParameters": [], "anonymousProperties": [],
          "transactionsFrom": "any", "retentionDays": {}
        }
        """;

    private readonly RunningService service = fixture.Service;

    [Fact]
    public async Task A_new_site_has_the_most_private_settings_and_keys_that_work()
    {
        var answer = await CreateAsync("""{ "site": "new-shop-1" }""");
        answer.Status.ShouldBe(201);
        answer.Header("Location").ShouldBe("/v1/sites/new-shop-1");
        ShouldHold(answer.Json["site"]!.AsObject(), Defaults);
        ((string?)answer.Json["site"]!["site"]).ShouldBe("new-shop-1");

        var site = new TestSite(service, "new-shop-1", answer.Of("writeKey"), answer.Of("secretKey"));
        site.WriteKey.ShouldStartWith("wk_");
        site.SecretKey.ShouldStartWith("sk_");
        (await site.StoreAsync(Sample.PageView())).Anonymised.ShouldBeTrue();
        (await service.SendAsync(HttpMethod.Get, "/v1/sites/new-shop-1", null, site.SecretKey)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_site_is_made_with_all_its_settings_and_shows_them()
    {
        var site = await service.CreateSiteAsync(AllSettings);
        var answer = await service.SendAsync(HttpMethod.Get, $"/v1/sites/{site.Name}", null, site.SecretKey);
        ShouldHold(answer.Json, AllSettings);
    }

    [Fact]
    public async Task A_setting_that_is_null_goes_back_to_its_default_and_others_stay()
    {
        var site = await service.CreateSiteAsync(AllSettings);
        await site.ChangeAsync("""{ "consentMode": null, "name": null, "origins": null }""");
        var answer = await service.SendAsync(HttpMethod.Get, $"/v1/sites/{site.Name}", null, site.SecretKey);
        ShouldHold(answer.Json, Json.Object(AllSettings)
            .With("consentMode", "opt-in").With("origins", new JsonArray()).Without("name").ToJsonString());
    }

    [Fact]
    public async Task All_sites_are_listed()
    {
        var site = await service.CreateSiteAsync();
        var answer = await service.SendAsync(HttpMethod.Get, "/v1/sites", null, RunningService.SecretKey);
        answer.Json["sites"]!.AsArray().Select(one => (string?)one!["site"]).ShouldBeSubsetOf(
            answer.Json["sites"]!.AsArray().Select(one => (string?)one!["site"]).Distinct());
        answer.Json["sites"]!.AsArray().Select(one => (string?)one!["site"]).ShouldContain(site.Name);
        answer.Json["sites"]!.AsArray().Select(one => (string?)one!["site"]).ShouldContain(RunningService.Site);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "site": "" }""")]
    [InlineData("""{ "site": null }""")]
    [InlineData("""{ "site": 7 }""")]
    [InlineData("""{ "site": "Shop" }""")]
    [InlineData("""{ "site": "my_shop" }""")]
    [InlineData("""{ "site": "my shop" }""")]
    [InlineData("""{ "site": "löja" }""")]
    [InlineData("""{ "site": "../shop" }""")]
    [InlineData("""{ "site": "a2345678901234567890123456789012345678901234567890123456789012-4" }""")]
    public async Task A_site_is_named_as_the_contract_says(string json) =>
        (await CreateAsync(json)).ShouldBeProblem(400).Errors.Keys.ShouldBe(["site"]);

    [Theory]
    [InlineData("7")]
    [InlineData("x-")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012c")]
    public async Task A_name_at_the_edge_is_taken(string name) => (await CreateAsync($$"""{ "site": "{{name}}" }""")).Status.ShouldBe(201);

    [Fact]
    public async Task A_name_is_given_once() => (await CreateAsync("""{ "site": "shop" }""")).ShouldBeProblem(409);

    [Theory]
    [InlineData("retention", "1")]
    [InlineData("Name", "\"x\"")]
    [InlineData("id", "1")]
    [InlineData("name", "5")]
    [InlineData("timezone", "\"Mars/Olympus\"")]
    [InlineData("timezone", "\"+03:00\"")]
    [InlineData("consentMode", "\"optIn\"")]
    [InlineData("consentMode", "true")]
    [InlineData("withoutConsent", "\"keep\"")]
    [InlineData("withoutConsent", "0")]
    [InlineData("origins", "\"https://shop.example\"")]
    [InlineData("origins", "[\"shop.example\"]")]
    [InlineData("origins", "[\"https://shop.example/\"]")]
    [InlineData("origins", "[\"https://shop.example/path\"]")]
    [InlineData("origins", "[\"*\"]")]
    [InlineData("origins", "[\"null\"]")]
    [InlineData("origins", "[7]")]
    [InlineData("origins", "[\"\"]")]
    [InlineData("hosts", "[\"https://shop.example\"]")]
    [InlineData("hosts", "[\"a b\"]")]
    [InlineData("ipPolicy", "\"hashed\"")]
    [InlineData("honourDoNotTrack", "\"true\"")]
    [InlineData("formFields", "{}")]
    [InlineData("formFields", "[null]")]
    [InlineData("queryParameters", "[[\"a\"]]")]
    [InlineData("anonymousProperties", "\"plan\"")]
    [InlineData("transactionsFrom", "\"browser\"")]
    [InlineData("retentionDays", "30")]
    public async Task A_setting_that_is_unknown_or_wrong_is_named(string setting, string value)
    {
        var site = await service.CreateSiteAsync();
        var change = Json.Object("{}").With(setting, JsonNode.Parse(value)).With("hosts2", "x").Without("hosts2");
        (await service.SendAsync(HttpMethod.Patch, $"/v1/sites/{site.Name}", change.ToJsonString(), site.SecretKey))
            .ShouldBeProblem(400).Errors.Keys.ShouldBe([setting]);
        (await CreateAsync(change.With("site", "never-made").ToJsonString())).ShouldBeProblem(400).Errors.Keys.ShouldBe([setting]);
    }

    [Theory]
    [InlineData("click", "0")]
    [InlineData("click", "-1")]
    [InlineData("click", "\"30\"")]
    [InlineData("click", "1.5")]
    [InlineData("clicks", "30")]
    public async Task A_retention_that_is_wrong_is_named(string type, string days)
    {
        var site = await service.CreateSiteAsync();
        (await service.SendAsync(
            HttpMethod.Patch, $"/v1/sites/{site.Name}", $$"""{ "retentionDays": { "{{type}}": {{days}} } }""", site.SecretKey))
            .ShouldBeProblem(400).Errors.Keys.ShouldBe(["retentionDays." + type]);
    }

    [Fact]
    public async Task A_change_that_is_partly_wrong_changes_nothing()
    {
        var site = await service.CreateSiteAsync();
        (await service.SendAsync(HttpMethod.Patch, $"/v1/sites/{site.Name}", """{ "name": "changed", "unknown": 1 }""", site.SecretKey)).ShouldBeProblem(400);
        (await service.SendAsync(HttpMethod.Get, $"/v1/sites/{site.Name}", null, site.SecretKey)).Text.ShouldNotContain("changed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    public async Task A_change_is_a_json_object(string body)
    {
        var site = await service.CreateSiteAsync();
        (await service.SendAsync(HttpMethod.Patch, $"/v1/sites/{site.Name}", body, site.SecretKey)).ShouldBeProblem(400);
        (await CreateAsync(body)).ShouldBeProblem(400);
    }

    [Fact]
    public async Task A_change_holds_at_once()
    {
        var site = await service.CreateSiteAsync();
        (await site.CollectAsync(Sample.PageView())).Number("anonymised").ShouldBe(1);
        await site.ChangeAsync("""{ "consentMode": "opt-out" }""");
        (await site.CollectAsync(Sample.PageView())).Number("accepted").ShouldBe(1);
        await site.ChangeAsync("""{ "consentMode": "opt-in", "withoutConsent": "drop" }""");
        (await site.CollectAsync(Sample.PageView())).Number("dropped").ShouldBe(1);
        await site.ChangeAsync("""{ "origins": ["https://shop.example"] }""");
        (await site.CollectAsync(Sample.PageView().ToJsonString(), ("Origin", "https://other.example"))).ShouldBeProblem(403);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?confirm=")]
    [InlineData("?confirm=yes")]
    [InlineData("?confirm=shop")]
    public async Task A_site_is_deleted_only_when_its_name_is_repeated(string query)
    {
        var site = await service.CreateSiteAsync();
        (await service.SendAsync(HttpMethod.Delete, $"/v1/sites/{site.Name}{query}", null, site.SecretKey))
            .ShouldBeProblem(400).Errors.Keys.ShouldBe(["confirm"]);
        (await site.CollectAsync(Sample.PageView())).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_deleted_site_is_unknown_at_once_and_its_keys_with_it()
    {
        var site = await service.CreateSiteAsync();
        (await service.SendAsync(HttpMethod.Delete, $"/v1/sites/{site.Name}?confirm={site.Name}", null, site.SecretKey)).Status.ShouldBe(202);
        (await site.CollectAsync(Sample.PageView())).ShouldBeProblem(401);
        (await service.SendAsync(HttpMethod.Get, $"/v1/sites/{site.Name}", null, site.SecretKey)).ShouldBeProblem(401);
        (await service.SendAsync(HttpMethod.Get, "/v1/sites", null, RunningService.SecretKey)).Text.ShouldNotContain($"\"{site.Name}\"");
        (await CreateAsync($$"""{ "site": "{{site.Name}}" }""")).Status.ShouldBe(201);
    }

    private static void ShouldHold(JsonObject shown, string settings)
    {
        foreach (var (name, value) in Json.Object(settings))
            JsonNode.DeepEquals(shown[name], value).ShouldBeTrue($"{name} is {shown[name]?.ToJsonString()}");
    }

    private Task<Answer> CreateAsync(string json) => service.SendAsync(HttpMethod.Post, "/v1/sites", json, RunningService.SecretKey);
}
