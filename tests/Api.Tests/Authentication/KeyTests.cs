using System.Diagnostics.Metrics;
using System.Text;
using Tracking.Api.Tests.Collect;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Authentication;

[Collection(OneService.Name)]
public sealed class KeyTests(ServiceFixture fixture)
{
    private readonly RunningService service = fixture.Service;

    public static TheoryData<string> Ways => ["bearer", "header", "basic", "basic without colon", "url"];

    public static TheoryData<string> HeaderWays => ["bearer", "header", "basic"];

    [Theory, MemberData(nameof(Ways))]
    public async Task A_write_key_is_accepted_in_every_way(string way) =>
        (await SendAsync(way, RunningService.WriteKey)).Status.ShouldBe(202);

    [Theory, MemberData(nameof(HeaderWays))]
    public async Task A_secret_key_is_accepted_in_every_header(string way) =>
        (await SendAsync(way, RunningService.SecretKey)).Status.ShouldBe(202);

    [Theory, MemberData(nameof(Ways))]
    public async Task An_unknown_key_is_refused_in_every_way(string way)
    {
        var answer = await SendAsync(way, "wk_nobody-has-this-key");
        answer.ShouldBeProblem(401);
        answer.Header("WWW-Authenticate").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "Bearer not-a-key")]
    [InlineData("Authorization", "Basic %%%")]
    [InlineData("Authorization", "Basic Og==")]
    [InlineData("Authorization", "Digest username=wk")]
    [InlineData("X-Api-Key", "")]
    [InlineData("X-Api-Key", "wk_")]
    [InlineData("X-Api-Key", "sk_")]
    [InlineData("X-Api-Key", "WK_GIVEN-WRITE-KEY-1")]
    [InlineData("X-Other", "1")]
    public async Task Without_a_key_nothing_is_taken(string header, string value) =>
        (await service.SendAsync(HttpMethod.Post, "/v1/events", Sample.PageView().ToJsonString(), null, (header, value))).ShouldBeProblem(401);

    [Fact]
    public async Task A_key_of_any_length_is_refused_and_does_no_harm() =>
        (await SendAsync("header", "wk_" + new string('a', 8_000))).ShouldBeProblem(401);

    [Theory]
    [InlineData($"key={RunningService.SecretKey}", null)]
    [InlineData($"key={RunningService.WriteKey}&key={RunningService.SecretKey}", null)]
    [InlineData($"token={RunningService.SecretKey}", RunningService.WriteKey)]
    [InlineData($"a=1&b=2&b={RunningService.SecretKey}", RunningService.SecretKey)]
    public async Task A_secret_key_in_a_url_is_refused_and_counted_as_leaked(string query, string? header)
    {
        var leaked = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "tracking.keys.leaked")
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Interlocked.Add(ref leaked, value + tags.Length));
        listener.Start();
        (await service.SendAsync(HttpMethod.Post, "/v1/events?" + query, Sample.PageView().ToJsonString(), header)).ShouldBeProblem(401);
        Interlocked.Read(ref leaked).ShouldBe(1);
    }

    [Fact]
    public async Task What_only_begins_like_a_secret_key_is_none() =>
        (await service.SendAsync(HttpMethod.Get, "/v1/consents?userId=sk_anna", null, RunningService.SecretKey)).Status.ShouldBe(200);

    [Fact]
    public async Task A_refusal_does_not_repeat_the_key() =>
        (await SendAsync("url", RunningService.SecretKey)).Text.ShouldNotContain(RunningService.SecretKey);

    [Theory]
    [InlineData("GET", "/v1/consents?anonymousId=a")]
    [InlineData("GET", "/v1/sites")]
    [InlineData("POST", "/v1/sites")]
    [InlineData("GET", "/v1/sites/shop")]
    [InlineData("PATCH", "/v1/sites/shop")]
    [InlineData("DELETE", "/v1/sites/shop?confirm=shop")]
    [InlineData("GET", "/v1/sites/shop/keys")]
    [InlineData("POST", "/v1/sites/shop/keys")]
    [InlineData("DELETE", "/v1/sites/shop/keys/1")]
    public async Task A_write_key_may_only_collect(string method, string path) =>
        (await service.SendAsync(new HttpMethod(method), path, method == "GET" ? null : "{}", RunningService.WriteKey)).ShouldBeProblem(403);

    [Theory]
    [InlineData("collect", "POST", "/v1/events")]
    [InlineData("collect", "POST", "/v1/consents")]
    [InlineData("privacy", "GET", "/v1/consents?anonymousId=a")]
    [InlineData("admin", "GET", "/v1/sites/{site}")]
    [InlineData("admin", "PATCH", "/v1/sites/{site}")]
    [InlineData("admin", "GET", "/v1/sites/{site}/keys")]
    [InlineData("admin", "POST", "/v1/sites/{site}/keys")]
    [InlineData("admin", "DELETE", "/v1/sites/{site}/keys/0")]
    public async Task A_secret_key_needs_the_scope_and_no_other(string scope, string method, string path)
    {
        var site = await service.CreateSiteAsync();
        string[] all = ["collect", "reports", "privacy", "admin"];
        var withIt = await KeyAsync(site, [scope]);
        var withAllElse = await KeyAsync(site, [.. all.Where(other => other != scope)]);

        var answer = await SendAsync(withAllElse);
        answer.ShouldBeProblem(403).Of("detail").ShouldContain(scope);
        (await SendAsync(withIt)).Status.ShouldNotBeOneOf(401, 403);

        Task<Answer> SendAsync(string key) => service.SendAsync(
            new HttpMethod(method), path.Replace("{site}", site.Name), method is "GET" or "DELETE" ? null : "{}", key);
    }

    [Theory]
    [InlineData("GET", "/v1/sites")]
    [InlineData("POST", "/v1/sites")]
    public async Task Sites_are_listed_and_made_by_the_installations_own_key_alone(string method, string path)
    {
        var site = await service.CreateSiteAsync();
        (await service.SendAsync(new HttpMethod(method), path, method == "GET" ? null : "{}", site.SecretKey)).ShouldBeProblem(403);
    }

    [Theory]
    [InlineData("GET", "/v1/sites/shop")]
    [InlineData("PATCH", "/v1/sites/shop")]
    [InlineData("DELETE", "/v1/sites/shop?confirm=shop")]
    [InlineData("GET", "/v1/sites/shop/keys")]
    [InlineData("POST", "/v1/sites/shop/keys")]
    [InlineData("DELETE", "/v1/sites/shop/keys/1")]
    [InlineData("GET", "/v1/sites/no-such-site")]
    public async Task A_key_of_another_site_is_refused(string method, string path)
    {
        var site = await service.CreateSiteAsync();
        (await service.SendAsync(new HttpMethod(method), path, method is "GET" or "DELETE" ? null : "{}", site.SecretKey)).ShouldBeProblem(403);
    }

    [Theory]
    [InlineData("POST", "/v1/events", 202)]
    [InlineData("POST", "/v1/consents", 400)]
    [InlineData("GET", "/v1/consents?anonymousId=a", 200)]
    [InlineData("GET", "/v1/sites", 200)]
    [InlineData("GET", "/v1/reports/overview", 200)]
    public async Task A_key_that_names_another_site_than_its_own_is_refused(string method, string path, int status)
    {
        var body = method == "GET" ? null : Sample.PageView().ToJsonString();
        var separator = path.Contains('?') ? '&' : '?';
        foreach (var query in (string[])["site=other", $"site={RunningService.Site}&site=other", "site="])
            (await service.SendAsync(new HttpMethod(method), path + separator + query, body, RunningService.SecretKey)).ShouldBeProblem(403);
        (await service.SendAsync(new HttpMethod(method), $"{path}{separator}site={RunningService.Site}", body, RunningService.SecretKey))
            .Status.ShouldBe(status);
    }

    [Fact]
    public async Task An_event_goes_to_the_site_of_its_key_and_to_no_other()
    {
        var (one, other) = (await service.CreateSiteAsync(), await service.CreateSiteAsync());
        await one.StoreAsync(Sample.PageView("same-id"));
        await other.StoreAsync(Sample.PageView("same-id"));
        (await one.StoredAsync()).Count.ShouldBe(1);
        (await other.StoredAsync()).Count.ShouldBe(1);
    }

    private static async Task<string> KeyAsync(TestSite site, string[] scopes)
    {
        var answer = await site.Service.SendAsync(
            HttpMethod.Post, $"/v1/sites/{site.Name}/keys",
            $$"""{ "kind": "secret", "name": "k", "scopes": [{{string.Join(',', scopes.Select(scope => $"\"{scope}\""))}}] }""", site.SecretKey);
        answer.Status.ShouldBe(201, answer.Text);
        return answer.Of("key");
    }

    private Task<Answer> SendAsync(string way, string key)
    {
        var body = Sample.PageView().ToJsonString();
        return way switch
        {
            "bearer" => Header("Authorization", "Bearer " + key),
            "header" => Header("X-Api-Key", key),
            "basic" => Header("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"))),
            "basic without colon" => Header("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key))),
            _ => service.SendAsync(HttpMethod.Post, "/v1/events?key=" + key, body),
        };

        Task<Answer> Header(string name, string value) => service.SendAsync(HttpMethod.Post, "/v1/events", body, null, (name, value));
    }
}
