using Tracking.Api.Tests.Collect;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Administration;

[Collection(OneService.Name)]
public sealed class SiteKeyTests(ServiceFixture fixture)
{
    private readonly RunningService service = fixture.Service;

    [Fact]
    public async Task A_new_key_is_shown_once_and_works_at_once()
    {
        var site = await service.CreateSiteAsync();
        var made = await CreateAsync(site, """{ "kind": "write", "name": "app" }""");
        made.Status.ShouldBe(201);
        made.Of("key").ShouldStartWith("wk_");
        made.Of("name").ShouldBe("app");
        made.Json["scopes"]!.AsArray().Select(scope => (string?)scope).ShouldBe(["collect"]);
        made.Header("Location").ShouldBe($"/v1/sites/{site.Name}/keys/{made.Number("id")}");
        (await site.CollectAsync(Sample.PageView(), made.Of("key"))).Status.ShouldBe(202);

        var listed = await service.SendAsync(HttpMethod.Get, $"/v1/sites/{site.Name}/keys", null, site.SecretKey);
        listed.Text.ShouldNotContain(made.Of("key"));
        listed.Text.ShouldNotContain("hash", Case.Insensitive);
        listed.Json["keys"]!.AsArray().Select(key => (int)key!["id"]!).ShouldContain(made.Number("id"));
        listed.Json["keys"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_key_is_stored_as_a_hash_only()
    {
        var site = await service.CreateSiteAsync();
        var stored = await service.Store.ReadAsync("SELECT Hash || Name FROM SiteKeys", row => row.GetString(0));
        foreach (var part in (string[])["wk_", "sk_", site.WriteKey[3..], site.SecretKey[3..]])
            stored.ShouldAllBe(text => !text.Contains(part));
    }

    [Fact]
    public async Task A_secret_key_has_the_scopes_that_it_was_given()
    {
        var site = await service.CreateSiteAsync();
        var made = await CreateAsync(site, """{ "kind": "secret", "scopes": ["reports", "collect"], "name": "job" }""");
        made.Of("key").ShouldStartWith("sk_");
        made.Json["scopes"]!.AsArray().Select(scope => (string?)scope).ShouldBe(["collect", "reports"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once()
    {
        var site = await service.CreateSiteAsync();
        var made = await CreateAsync(site, """{ "kind": "write" }""");
        (await site.CollectAsync(Sample.PageView(), made.Of("key"))).Status.ShouldBe(202);
        (await DeleteAsync(site, made.Number("id"))).Status.ShouldBe(204);
        (await site.CollectAsync(Sample.PageView(), made.Of("key"))).ShouldBeProblem(401);
        (await DeleteAsync(site, made.Number("id"))).ShouldBeProblem(404);
    }

    [Fact]
    public async Task A_key_of_another_site_cannot_be_revoked()
    {
        var (one, other) = (await service.CreateSiteAsync(), await service.CreateSiteAsync());
        var made = await CreateAsync(other, """{ "kind": "write" }""");
        (await DeleteAsync(one, made.Number("id"))).ShouldBeProblem(404);
        (await other.CollectAsync(Sample.PageView(), made.Of("key"))).Status.ShouldBe(202);
    }

    [Theory]
    [InlineData("{}", "kind", "scopes")]
    [InlineData("""{ "kind": "public", "scopes": ["collect"] }""", "kind")]
    [InlineData("""{ "kind": 1, "scopes": ["collect"] }""", "kind")]
    [InlineData("""{ "kind": "secret" }""", "scopes")]
    [InlineData("""{ "kind": "secret", "scopes": [] }""", "scopes")]
    [InlineData("""{ "kind": "secret", "scopes": "admin" }""", "scopes")]
    [InlineData("""{ "kind": "secret", "scopes": ["everything"] }""", "scopes")]
    [InlineData("""{ "kind": "secret", "scopes": ["collect", "instance"] }""", "scopes")]
    [InlineData("""{ "kind": "secret", "scopes": [7] }""", "scopes")]
    [InlineData("""{ "kind": "write", "scopes": ["reports"] }""", "scopes")]
    [InlineData("""{ "kind": "write", "name": 5 }""", "name")]
    public async Task A_key_is_asked_for_as_the_contract_says(string json, params string[] paths)
    {
        var site = await service.CreateSiteAsync();
        (await CreateAsync(site, json)).ShouldBeProblem(400).Errors.Keys.ShouldBe(paths, ignoreOrder: true);
    }

    [Fact]
    public async Task A_key_gives_no_more_than_it_has()
    {
        var site = await service.CreateSiteAsync();
        var admin = await CreateAsync(site, """{ "kind": "secret", "scopes": ["admin"] }""");
        (await service.SendAsync(
            HttpMethod.Post, $"/v1/sites/{site.Name}/keys", """{ "kind": "secret", "scopes": ["privacy"] }""", admin.Of("key")))
            .ShouldBeProblem(400).Errors.Keys.ShouldBe(["scopes"]);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    public async Task A_key_that_is_not_there_is_not_found(string id)
    {
        var site = await service.CreateSiteAsync();
        (await service.SendAsync(HttpMethod.Delete, $"/v1/sites/{site.Name}/keys/{id}", null, site.SecretKey)).ShouldBeProblem(404);
    }

    private Task<Answer> CreateAsync(TestSite site, string json) =>
        service.SendAsync(HttpMethod.Post, $"/v1/sites/{site.Name}/keys", json, site.SecretKey);

    private Task<Answer> DeleteAsync(TestSite site, int id) =>
        service.SendAsync(HttpMethod.Delete, $"/v1/sites/{site.Name}/keys/{id}", null, site.SecretKey);
}
