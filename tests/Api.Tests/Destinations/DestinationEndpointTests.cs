using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Destinations;

/// <summary>Destinations by the API.</summary>
[Collection(OneService.Name)]
public sealed class DestinationEndpointTests(ServiceFixture fixture)
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Webhook = $$"""{ "kind": "webhook", "name": "w", "settings": { "url": "https://hook.invalid/x", "secret": "{{Secret}}" } }""";

    private readonly RunningService service = fixture.Service;

    [Fact]
    public async Task A_destination_is_added_read_changed_and_deleted_and_its_secret_never_shown()
    {
        var site = await service.CreateSiteAsync();
        var added = await SendAsync(site, HttpMethod.Post, "", Webhook);
        added.Status.ShouldBe(201, added.Text);
        var path = $"/{added.Number("id")}";
        added.Header("Location").ShouldBe("/v1/destinations" + path);
        ((string)added.Json["settings"]!["secret"]!).ShouldBe("***");

        var changed = await SendAsync(site, HttpMethod.Patch, path,
            """{ "name": "other", "requires": [ "marketing" ], "settings": { "url": "https://hook.invalid/y" }, "rules": { "types": [ "click" ], "drop": [ "page.title" ] } }""");
        changed.Status.ShouldBe(200, changed.Text);
        var read = await SendAsync(site, HttpMethod.Get, path);
        read.Text.ShouldBe(changed.Text);
        read.Json["settings"]!.ToJsonString().ShouldBe("""{"url":"https://hook.invalid/y","secret":"***"}""");
        read.Json["requires"]!.ToJsonString().ShouldBe("""["marketing"]""");
        (await SendAsync(site, HttpMethod.Get, "")).Json["destinations"]!.AsArray().Count.ShouldBe(1);
        foreach (var answer in (Answer[])[added, changed, read])
            answer.Text.ShouldNotContain(Secret);

        (await SendAsync(site, HttpMethod.Delete, path)).Status.ShouldBe(204);
        (await SendAsync(site, HttpMethod.Get, path)).ShouldBeProblem(404);
    }

    [Theory]
    [InlineData("https://elsewhere.invalid/x")]
    [InlineData("http://hook.invalid/x")]
    [InlineData("https://hook.invalid:8443/x")]
    public async Task A_secret_that_is_kept_goes_to_no_other_host(string url)
    {
        var site = await service.CreateSiteAsync();
        var path = $"/{(await SendAsync(site, HttpMethod.Post, "", Webhook)).Number("id")}";
        var refused = (await SendAsync(site, HttpMethod.Patch, path, $$"""{ "settings": { "url": "{{url}}" } }""")).ShouldBeProblem(400);
        refused.Errors.Keys.ShouldBe(["settings.secret"]);
        (await SendAsync(site, HttpMethod.Patch, path, $$"""{ "settings": { "url": "{{url}}", "secret": "***" } }""")).ShouldBeProblem(400);
        (await SendAsync(site, HttpMethod.Patch, path, $$"""{ "settings": { "url": "{{url}}", "secret": "{{Secret}}" } }""")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_was_read_can_be_sent_back()
    {
        var site = await service.CreateSiteAsync();
        var path = $"/{(await SendAsync(site, HttpMethod.Post, "", """{ "kind": "ga4", "settings": { "measurementId": "G-ABC123DEF4", "apiSecret": "s" } }""")).Number("id")}";
        var settings = (await SendAsync(site, HttpMethod.Get, path)).Json["settings"]!.ToJsonString();
        settings.ShouldContain("***");
        (await SendAsync(site, HttpMethod.Patch, path, $$"""{ "settings": {{settings}} }""")).Status.ShouldBe(200);
        // It is no secret that somebody has.
        (await SendAsync(site, HttpMethod.Post, "", $$"""{ "kind": "ga4", "settings": {{settings}} }""")).ShouldBeProblem(400).Errors.Keys.ShouldBe(["settings.apiSecret"]);
    }

    [Theory]
    [InlineData("""{ "kind": "webhook", "settings": { "url": "https://a.invalid/", "url": "https://b.invalid/", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" } }""")]
    [InlineData("""{ "kind": "webhook", "kind": "ga4", "settings": {} }""")]
    public async Task Two_members_of_one_name_are_refused(string json)
    {
        var site = await service.CreateSiteAsync();
        (await SendAsync(site, HttpMethod.Post, "", json)).ShouldBeProblem(400).Text.ShouldContain("two members of one name");
    }

    [Theory]
    [InlineData("""{ "kind": "webhook", "settings": { "\ud800": 1 } }""")]
    [InlineData("""{ "\udc00": 1 }""")]
    public async Task Half_a_character_in_a_name_is_refused(string json)
    {
        var site = await service.CreateSiteAsync();
        (await SendAsync(site, HttpMethod.Post, "", json)).ShouldBeProblem(400);
    }

    [Fact]
    public async Task A_site_has_fifty_at_most()
    {
        var site = await service.CreateSiteAsync();
        for (var number = 1; number <= 50; number++)
            (await SendAsync(site, HttpMethod.Post, "", Webhook)).Status.ShouldBe(201);
        (await SendAsync(site, HttpMethod.Post, "", Webhook)).ShouldBeProblem(400).Errors.Keys.ShouldBe(["kind"]);
    }

    [Fact]
    public async Task A_site_does_not_see_anothers()
    {
        var (one, other) = (await service.CreateSiteAsync(), await service.CreateSiteAsync());
        var path = $"/{(await SendAsync(one, HttpMethod.Post, "", Webhook)).Number("id")}";
        foreach (var (method, route) in (IEnumerable<(HttpMethod, string)>)
            [(HttpMethod.Get, path), (HttpMethod.Delete, path), (HttpMethod.Get, path + "/deliveries"), (HttpMethod.Post, path + "/test")])
        {
            (await SendAsync(other, method, route)).ShouldBeProblem(404);
        }

        (await SendAsync(other, HttpMethod.Patch, path, "{}")).ShouldBeProblem(404);
        (await SendAsync(other, HttpMethod.Get, "")).Json["destinations"]!.AsArray().ShouldBeEmpty();
        (await service.SendAsync(HttpMethod.Get, "/v1/destinations", null, one.WriteKey)).ShouldBeProblem(403);
    }

    [Theory]
    [InlineData("""{ "settings": {} }""", "kind")]
    [InlineData("""{ "kind": "fax", "settings": {} }""", "kind")]
    [InlineData("""{ "kind": "webhook" }""", "settings")]
    [InlineData("""{ "kind": "webhook", "settings": 7 }""", "settings")]
    [InlineData("""{ "kind": "webhook", "settings": { "url": "ftp://x/", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" } }""", "settings.url")]
    [InlineData("""{ "kind": "webhook", "settings": { "url": "https://hook.invalid/", "secret": "secret" } }""", "settings.secret")]
    [InlineData("""{ "kind": "webhook", "settings": { "url": "https://hook.invalid/", "colour": "red" } }""", "settings.colour")]
    [InlineData("""{ "kind": "webhook", "settings": { "url": 1 } }""", "settings.url")]
    [InlineData("""{ "kind": "webhook", "settings": {}, "colour": "red" }""", "colour")]
    [InlineData("""{ "kind": "webhook", "settings": {}, "requires": [] }""", "requires")]
    [InlineData("""{ "kind": "webhook", "settings": {}, "requires": [ "love" ] }""", "requires")]
    [InlineData("""{ "kind": "webhook", "settings": {}, "rules": { "types": [ "sneeze" ] } }""", "rules.types")]
    [InlineData("""{ "kind": "webhook", "settings": {}, "rules": { "only": true } }""", "rules.only")]
    [InlineData("""{ "kind": "webhook", "settings": {}, "rules": { "where": [ { "path": "nowhere" } ] } }""", "rules.where[0].path")]
    [InlineData("""{ "kind": "webhook", "settings": {}, "rules": { "set": [ { "path": "properties.a" } ] } }""", "rules.set[0].from")]
    [InlineData("""{ "kind": "webhook", "settings": {}, "rules": { "set": [ { "path": "consent.marketing", "value": "true" } ] } }""", "rules.set[0].path")]
    [InlineData("""{ "kind": "webhook", "settings": {}, "rules": { "drop": [ "properties" ] } }""", "rules.drop")]
    public async Task What_is_wrong_is_said_by_its_path(string json, string path)
    {
        var site = await service.CreateSiteAsync();
        var answer = (await SendAsync(site, HttpMethod.Post, "", json)).ShouldBeProblem(400);
        answer.Errors.Keys.ShouldContain(path, answer.Text);
        (await SendAsync(site, HttpMethod.Get, "")).Json["destinations"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/deliveries?state=lost", "state")]
    [InlineData("/deliveries?limit=0", "limit")]
    [InlineData("/deliveries?limit=1001", "limit")]
    public async Task Deliveries_say_what_is_allowed(string query, string path)
    {
        var site = await service.CreateSiteAsync();
        var id = (await SendAsync(site, HttpMethod.Post, "", Webhook)).Number("id");
        (await SendAsync(site, HttpMethod.Get, $"/{id}{query}")).ShouldBeProblem(400).Errors.Keys.ShouldBe([path]);
    }

    [Theory]
    [InlineData("{}", "from", "to")]
    [InlineData("""{ "from": "2026-05-18", "to": "2026-05-17" }""", "to")]
    [InlineData("""{ "from": "2026-05-17", "to": "2026-05-18", "state": "lost" }""", "state")]
    [InlineData("""{ "from": "2026-05-17", "to": "2026-05-18", "limit": 3 }""", "limit")]
    public async Task A_replay_says_what_is_allowed(string json, params string[] paths)
    {
        var site = await service.CreateSiteAsync();
        var id = (await SendAsync(site, HttpMethod.Post, "", Webhook)).Number("id");
        (await SendAsync(site, HttpMethod.Post, $"/{id}/replay", json)).ShouldBeProblem(400).Errors.Keys.ShouldBe(paths, ignoreOrder: true);
    }

    [Fact]
    public async Task A_dry_run_shows_what_a_draft_would_change_and_sends_nothing()
    {
        var site = await service.CreateSiteAsync();
        var id = (await SendAsync(site, HttpMethod.Post, "", Webhook)).Number("id");
        await SendAsync(site, HttpMethod.Patch, $"/{id}", """{ "paused": true }""");
        foreach (var plan in (string[])["pro", "free"])
        {
            await site.StoreAsync(Json.Object(
                $$"""{ "type": "custom", "name": "signup", "anonymousId": "ana", "context": { "consent": { "analytics": true } }, "properties": { "plan": "{{plan}}" } }"""));
        }

        var run = await SendAsync(site, HttpMethod.Post, $"/{id}/dry-run",
            """{ "from": "2026-01-01", "to": "2027-06-01", "rules": { "where": [ { "path": "properties.plan", "in": [ "pro" ] } ], "set": [ { "path": "name", "value": "Sign up" } ] } }""");
        run.Status.ShouldBe(200, run.Text);
        (run.Number("events"), run.Number("different")).ShouldBe((2, 2));
        run.Json["now"]!.ToJsonString().ShouldBe("""{"sent":2}""");
        ((int)run.Json["draft"]!["sent"]!, (int)run.Json["draft"]!["filtered"]!).ShouldBe((1, 1));
        run.Json["examples"]!.ToJsonString().ShouldContain("Sign up");
        (await SendAsync(site, HttpMethod.Get, $"/{id}/deliveries")).Json["deliveries"]!.AsArray().ShouldBeEmpty();
        (await SendAsync(site, HttpMethod.Get, $"/{id}")).Json["rules"]!["where"]!.AsArray().ShouldBeEmpty();
        (await SendAsync(site, HttpMethod.Post, $"/{id}/dry-run", """{ "from": "2026-01-01", "to": "2027-06-01", "settings": { "url": "no" } }"""))
            .ShouldBeProblem(400).Errors.Keys.ShouldBe(["settings.url"]);
    }

    [Fact]
    public async Task A_try_out_says_why_it_cannot_be_reached()
    {
        var site = await service.CreateSiteAsync();
        var id = (await SendAsync(site, HttpMethod.Post, "", Webhook.Replace("hook.invalid", "127.0.0.1", StringComparison.Ordinal))).Number("id");
        var answer = await SendAsync(site, HttpMethod.Post, $"/{id}/test");
        answer.Text.ShouldBe("""{"taken":false,"says":["address_not_allowed"]}""");
    }

    private Task<Answer> SendAsync(TestSite site, HttpMethod method, string path, string? json = null) =>
        service.SendAsync(method, "/v1/destinations" + path, json, site.SecretKey);
}
