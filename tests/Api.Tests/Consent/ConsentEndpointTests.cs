using System.Text.Json.Nodes;
using Tracking.Api.Tests.Collect;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Consent;

/// <summary><c>POST</c> and <c>GET /v1/consents</c>.</summary>
[Collection(OneService.Name)]
public sealed class ConsentEndpointTests(ServiceFixture fixture)
{
    private const string Path = "/v1/consents";
    private readonly RunningService service = fixture.Service;

    [Fact]
    public async Task A_decision_is_put_on_record_and_receipted()
    {
        var site = await service.CreateSiteAsync();
        var answer = await site.RecordAsync(
            """{ "anonymousId": "a", "decisions": { "analytics": true, "marketing": false }, "policyVersion": "2", "source": "banner" }""", site.WriteKey);
        Guid.Parse(answer.Of("receiptId")).ShouldNotBe(Guid.Empty);
        DateTimeOffset.Parse(answer.Of("recordedAt")).ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromSeconds(30));
        ShouldBe(answer.Json["decisions"], true, false, null);
    }

    [Fact]
    public async Task The_record_shows_each_decision_newest_first_and_what_holds_now()
    {
        var site = await service.CreateSiteAsync();
        var first = await site.RecordAsync("""{ "anonymousId": "a", "decisions": { "analytics": true, "marketing": true }, "policyVersion": "1", "source": "banner" }""");
        var second = await site.RecordAsync("""{ "anonymousId": "a", "decisions": { "marketing": false }, "policyVersion": "2" }""");
        await site.RecordAsync("""{ "anonymousId": "b", "decisions": { "analytics": false } }""");

        var answer = await GetAsync(site, "anonymousId=a");
        ShouldBe(answer.Json["current"], true, false, null);
        var history = answer.Json["history"]!.AsArray();
        history.Select(one => (string?)one!["receiptId"]).ShouldBe([second.Of("receiptId"), first.Of("receiptId")]);
        ((string?)history[1]!["policyVersion"], (string?)history[1]!["source"]).ShouldBe(("1", "banner"));
        ShouldBe(history[0]!["decisions"], null, false, null);
    }

    [Fact]
    public async Task Of_an_unknown_subject_nothing_is_on_record()
    {
        var answer = await GetAsync(await service.CreateSiteAsync(), "userId=nobody");
        answer.Status.ShouldBe(200);
        answer.Json["history"]!.AsArray().ShouldBeEmpty();
        ShouldBe(answer.Json["current"], null, null, null);
    }

    [Fact]
    public async Task A_record_belongs_to_its_site_and_kind_of_subject()
    {
        var (one, other) = (await service.CreateSiteAsync(), await service.CreateSiteAsync());
        await one.RecordAsync("""{ "anonymousId": "same", "decisions": { "analytics": true } }""");
        (await GetAsync(other, "anonymousId=same")).Json["history"]!.AsArray().ShouldBeEmpty();
        (await GetAsync(one, "userId=same")).Json["history"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_write_key_may_not_speak_for_a_userId()
    {
        const string decision = """{ "userId": "u", "decisions": { "analytics": true } }""";
        var site = await service.CreateSiteAsync();
        (await service.SendAsync(HttpMethod.Post, Path, decision, site.WriteKey)).ShouldBeProblem(400).Errors.Keys.ShouldBe(["userId"]);
        (await GetAsync(site, "userId=u")).Json["history"]!.AsArray().ShouldBeEmpty();
        (await service.SendAsync(HttpMethod.Post, Path, decision, site.SecretKey)).Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_write_key_learns_nothing_of_what_was_on_record()
    {
        var site = await service.CreateSiteAsync();
        await site.RecordAsync("""{ "anonymousId": "a", "decisions": { "analytics": true, "marketing": true } }""");
        var known = await site.RecordAsync("""{ "anonymousId": "a", "decisions": { "personalization": false } }""", site.WriteKey);
        var unknown = await site.RecordAsync("""{ "anonymousId": "b", "decisions": { "personalization": false } }""", site.WriteKey);
        known.Json["decisions"]!.ToJsonString().ShouldBe(unknown.Json["decisions"]!.ToJsonString());
        known.Json.Select(member => member.Key).ShouldBe(["receiptId", "recordedAt", "decisions"]);
    }

    [Theory]
    [InlineData("""{ "analytics_storage": "granted", "ad_storage": "denied", "personalization_storage": "granted" }""", true, false, true)]
    [InlineData("""{ "ad_storage": "granted", "ad_user_data": "granted", "ad_personalization": "denied" }""", null, false, null)]
    [InlineData("""{ "ad_storage": "granted", "ad_user_data": "granted", "ad_personalization": "granted" }""", null, true, null)]
    [InlineData("""{ "analytics": true, "analytics_storage": "denied" }""", false, null, null)]
    [InlineData("""{ "marketing": false, "ad_storage": "granted" }""", null, false, null)]
    public async Task Googles_names_are_understood(string decisions, bool? analytics, bool? marketing, bool? personalization)
    {
        var site = await service.CreateSiteAsync();
        ShouldBe((await site.RecordAsync($$"""{ "anonymousId": "a", "decisions": {{decisions}} }""")).Json["decisions"], analytics, marketing, personalization);
    }

    [Theory]
    [InlineData("""{ "decisions": { "analytics": true } }""", "anonymousId")]
    [InlineData("""{ "anonymousId": "", "decisions": { "analytics": true } }""", "anonymousId")]
    [InlineData("""{ "anonymousId": "a", "userId": "u", "decisions": { "analytics": true } }""", "anonymousId")]
    [InlineData("""{ "anonymousId": 1, "decisions": { "analytics": true } }""", "anonymousId")]
    [InlineData("""{ "anonymousId": "a\u0000", "decisions": { "analytics": true } }""", "anonymousId")]
    [InlineData("""{ "anonymousId": "\ud800", "decisions": { "analytics": true } }""", "anonymousId")]
    [InlineData("""{ "anonymousId": "a" }""", "decisions")]
    [InlineData("""{ "anonymousId": "a", "decisions": {} }""", "decisions")]
    [InlineData("""{ "anonymousId": "a", "decisions": [] }""", "decisions")]
    [InlineData("""{ "anonymousId": "a", "decisions": { "analytics": "yes" } }""", "decisions.analytics")]
    [InlineData("""{ "anonymousId": "a", "decisions": { "analytics": 1 } }""", "decisions.analytics")]
    [InlineData("""{ "anonymousId": "a", "decisions": { "ad_storage": true } }""", "decisions.ad_storage")]
    [InlineData("""{ "anonymousId": "a", "decisions": { "analytics": true }, "policyVersion": 2 }""", "policyVersion")]
    [InlineData("""{ "anonymousId": "a", "decisions": { "analytics": true }, "source": {} }""", "source")]
    public async Task What_is_wrong_with_a_decision_is_named(string json, string path) =>
        (await service.SendAsync(HttpMethod.Post, Path, json, RunningService.SecretKey)).ShouldBeProblem(400).Errors.Keys.ShouldBe([path]);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task A_decision_is_a_json_object(string body) =>
        (await service.SendAsync(HttpMethod.Post, Path, body, RunningService.SecretKey)).ShouldBeProblem(400);

    [Theory]
    [InlineData("POST", Path)]
    [InlineData("POST", "/v1/events")]
    [InlineData("PATCH", "/v1/sites/shop")]
    public async Task Json_that_breaks_off_is_named_by_line_and_byte(string method, string path) =>
        (await service.SendAsync(new HttpMethod(method), path, "{\n  \"name\": \"a", RunningService.SecretKey))
            .ShouldBeProblem(400).Of("detail").ShouldContain("line 2, byte ");

    [Fact]
    public async Task A_body_over_the_limit_is_answered_with_the_limit()
    {
        var answer = await service.SendAsync(HttpMethod.Post, Path, $$"""{ "anonymousId": "{{new string('a', 33_000)}}" }""", RunningService.SecretKey);
        answer.ShouldBeProblem(413).Of("detail").ShouldContain("32768 bytes");
        answer.Text.ShouldNotContain("events");
    }

    [Fact]
    public async Task An_id_of_256_characters_is_taken_and_a_longer_one_is_not()
    {
        (await PostAsync(256)).Status.ShouldBe(201);
        (await PostAsync(257)).ShouldBeProblem(400);

        Task<Answer> PostAsync(int length) => service.SendAsync(
            HttpMethod.Post, Path, $$"""{ "anonymousId": "{{new string('a', length)}}", "decisions": { "analytics": true } }""", RunningService.WriteKey);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?anonymousId=")]
    [InlineData("?anonymousId=a&userId=u")]
    [InlineData("?email=a")]
    public async Task The_record_is_asked_for_by_one_id(string query) =>
        (await service.SendAsync(HttpMethod.Get, Path + query, null, RunningService.SecretKey)).ShouldBeProblem(400);

    [Theory]
    [InlineData("?anonymousId=%00")]
    [InlineData("?anonymousId=%ED%A0%80")]
    [InlineData("?anonymousId=a&anonymousId=b")]
    public async Task An_odd_id_does_no_harm(string query) =>
        (await service.SendAsync(HttpMethod.Get, Path + query, null, RunningService.SecretKey)).Status.ShouldBeOneOf(200, 400);

    [Fact]
    public async Task A_refused_origin_decides_nothing()
    {
        var site = await service.CreateSiteAsync("""{ "origins": ["https://shop.example"] }""");
        (await service.SendAsync(
            HttpMethod.Post, Path, """{ "anonymousId": "a", "decisions": { "analytics": true } }""", site.WriteKey, ("Origin", "https://evil.example")))
            .ShouldBeProblem(403);
        (await GetAsync(site, "anonymousId=a")).Json["history"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_decided_is_not_stored_by_name()
    {
        var site = await service.CreateSiteAsync();
        await site.RecordAsync("""{ "userId": "maria-silva-42", "decisions": { "analytics": false } }""");
        (await site.StoreAsync(Sample.PageView().With("userId", "maria-silva-42"))).UserId.ShouldBeNull();
        (await File.ReadAllTextAsync(System.IO.Path.Combine(service.Folder, "tracking.db-wal"), System.Text.Encoding.Latin1))
            .ShouldNotContain("maria-silva-42");
    }

    private static void ShouldBe(JsonNode? decisions, bool? analytics, bool? marketing, bool? personalization) =>
        ((bool?)decisions!["analytics"], (bool?)decisions["marketing"], (bool?)decisions["personalization"])
            .ShouldBe((analytics, marketing, personalization));

    private Task<Answer> GetAsync(TestSite site, string query) => service.SendAsync(HttpMethod.Get, $"{Path}?{query}", null, site.SecretKey);
}
