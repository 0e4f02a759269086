using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Collect;

/// <summary>HTTP contract v1, "Keys and sites": CORS is for collecting alone.</summary>
[Collection(OneService.Name)]
public sealed class CorsTests(ServiceFixture fixture)
{
    private const string Listed = """{ "origins": ["https://shop.example", "https://www.shop.example:8443"] }""";
    private const string EventsPath = "/v1/events";
    private const string ConsentsPath = "/v1/consents";

    [Theory]
    [InlineData("https://shop.example")]
    [InlineData("https://www.shop.example:8443")]
    [InlineData("https://SHOP.example")]
    public async Task A_listed_origin_collects_with_credentials(string origin)
    {
        var answer = await SendAsync(Listed, origin);
        answer.Status.ShouldBe(202);
        answer.Header("Access-Control-Allow-Origin").ShouldBe(origin);
        answer.Header("Access-Control-Allow-Credentials").ShouldBe("true");
        answer.Header("Vary").ShouldBe("Origin");
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://shop.example")]
    [InlineData("https://shop.example:444")]
    [InlineData("https://shop.example.evil.example")]
    [InlineData("https://evilshop.example")]
    [InlineData("null")]
    [InlineData("https://shop.example, https://evil.example")]
    public async Task An_unlisted_origin_is_refused(string origin)
    {
        var answer = await SendAsync(Listed, origin);
        answer.ShouldBeProblem(403);
        answer.Header("Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Theory]
    [InlineData("https://any.example")]
    [InlineData("null")]
    public async Task An_empty_list_allows_every_origin_without_credentials(string origin)
    {
        var answer = await SendAsync("{}", origin);
        answer.Status.ShouldBe(202);
        answer.Header("Access-Control-Allow-Origin").ShouldBe("*");
        answer.Header("Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [Fact]
    public async Task Who_sends_no_origin_is_no_browser()
    {
        var site = await fixture.Service.CreateSiteAsync(Listed);
        var answer = await site.CollectAsync(Sample.PageView());
        answer.Status.ShouldBe(202);
        answer.Header("Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Fact]
    public async Task A_refused_origins_events_are_not_stored()
    {
        var site = await fixture.Service.CreateSiteAsync(Listed);
        (await site.CollectAsync(Sample.PageView("refused").ToJsonString(), ("Origin", "https://evil.example"))).ShouldBeProblem(403);
        (await site.StoreAsync(Sample.PageView("taken").With("context.consent", Sample.Consent(true)))).MessageId.ShouldBe("taken");
        (await site.StoredAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(EventsPath)]
    [InlineData(ConsentsPath)]
    public async Task A_preflight_with_the_key_in_the_url_is_answered_by_its_site(string path)
    {
        var site = await fixture.Service.CreateSiteAsync(Listed);
        var answer = await PreflightAsync($"{path}?key={site.WriteKey}", "https://shop.example");
        answer.Status.ShouldBe(204);
        answer.Header("Access-Control-Allow-Origin").ShouldBe("https://shop.example");
        answer.Header("Access-Control-Allow-Credentials").ShouldBe("true");
        answer.Header("Access-Control-Allow-Methods").ShouldBe("POST");
        answer.Header("Access-Control-Allow-Headers")!.Split(", ").ShouldBe(
            ["Content-Type", "Content-Encoding", "Authorization", "X-Api-Key"], ignoreOrder: true);
        answer.Header("Access-Control-Max-Age").ShouldNotBeNull();
        answer.Header("Vary")!.ShouldContain("Origin");

        (await PreflightAsync($"{path}?key={site.WriteKey}", "https://evil.example")).ShouldBeProblem(403);
        (await PreflightAsync($"{path}?key={site.WriteKey}", "null")).ShouldBeProblem(403);
    }

    [Fact]
    public async Task A_preflight_without_a_key_is_answered_by_what_any_site_allows()
    {
        await fixture.Service.CreateSiteAsync("""{ "origins": ["https://only-here.example"] }""");
        var listed = await PreflightAsync(EventsPath, "https://only-here.example");
        listed.Status.ShouldBe(204);
        listed.Header("Access-Control-Allow-Origin").ShouldBe("https://only-here.example");
        listed.Header("Access-Control-Allow-Credentials").ShouldBe("true");

        // The first site lists none, so that some site allows all.
        var other = await PreflightAsync(EventsPath, "https://any.example");
        other.Status.ShouldBe(204);
        other.Header("Access-Control-Allow-Origin").ShouldBe("*");
        other.Header("Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [Theory]
    [InlineData(EventsPath)]
    [InlineData(ConsentsPath)]
    public async Task An_answer_to_an_unknown_key_is_readable_where_any_site_allows_the_origin(string path)
    {
        await fixture.Service.CreateSiteAsync("""{ "origins": ["https://readable.example"] }""");
        var listed = await fixture.Service.SendAsync(HttpMethod.Post, path, "{}", "wk_unknown-unknown-unknown", ("Origin", "https://readable.example"));
        listed.ShouldBeProblem(401).ShouldBeReadable("https://readable.example");
        listed.Header("Access-Control-Allow-Credentials").ShouldBe("true");

        var other = await fixture.Service.SendAsync(HttpMethod.Post, path, "{}", null, ("Origin", "https://any.example"));
        other.ShouldBeProblem(401).ShouldBeReadable("*");
        other.Header("Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [Fact]
    public async Task Who_is_too_fast_can_read_when_to_come_back()
    {
        await using var service = await RunningService.StartAsync(null, "--RateLimits:RequestsPerSecond=1", "--RateLimits:Burst=1");
        var site = await service.CreateSiteAsync(Listed);
        Answer answer;
        do
            answer = await site.CollectAsync(Sample.PageView().ToJsonString(), ("Origin", "https://shop.example"));
        while (answer.Status == 202);
        answer.ShouldBeProblem(429).ShouldBeReadable("https://shop.example");
        answer.Header("Retry-After").ShouldNotBeNull();
    }

    [Fact]
    public async Task Whose_events_cannot_be_stored_durably_can_read_when_to_come_back()
    {
        await using var service = await RunningService.StartAsync(null, "--Spool:MaxBytes=1048576");
        var site = await service.CreateSiteAsync(Listed);
        var events = Sample.Batch(Enumerable.Range(0, 300).Select(_ => Sample.PageView().With("properties.title", new string('x', 1_000)))).ToJsonString();
        await using var locked = await service.Store.LockAsync();
        Answer answer;
        do
            answer = await site.CollectAsync(events, ("Origin", "https://shop.example"));
        while (answer.Status == 202);
        answer.ShouldBeProblem(503).ShouldBeReadable("https://shop.example");
        answer.Header("Access-Control-Allow-Credentials").ShouldBe("true");
        answer.Header("Retry-After").ShouldNotBeNull();
    }

    [Fact]
    public async Task An_answer_before_keys_are_known_can_be_read_from_everywhere()
    {
        var nowhere = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "tracking.db");
        await using var service = await RunningService.StartAsync(
            null, "--Host:Roles=api", "--Bus:Transport=RabbitMq", "--ConnectionStrings:RabbitMq=amqp://127.0.0.1:1", $"--ConnectionStrings:Tracking=Data Source={nowhere}");
        var answer = await service.SendAsync(HttpMethod.Post, EventsPath, "{}", RunningService.WriteKey, ("Origin", "https://shop.example"));
        answer.ShouldBeProblem(503).ShouldBeReadable("*");
        answer.Header("Retry-After").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_preflight_without_an_origin_is_none() => (await PreflightAsync(EventsPath, null)).ShouldBeProblem(403);

    [Theory]
    [InlineData("GET", "/v1/sites")]
    [InlineData("GET", "/v1/sites/shop")]
    [InlineData("GET", "/v1/sites/shop/keys")]
    [InlineData("GET", "/v1/consents?anonymousId=a")]
    public async Task What_is_not_collecting_has_no_cors(string method, string path)
    {
        var answer = await fixture.Service.SendAsync(
            new HttpMethod(method), path, null, RunningService.SecretKey, ("Origin", "https://shop.example"));
        answer.Status.ShouldBe(200);
        answer.Header("Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Theory]
    [InlineData("/v1/sites")]
    [InlineData("/v1/sites/shop/keys")]
    public async Task What_is_not_collecting_answers_no_preflight(string path) => (await PreflightAsync(path, "https://shop.example")).Status.ShouldBe(405);

    private async Task<Answer> SendAsync(string settings, string origin) =>
        await (await fixture.Service.CreateSiteAsync(settings)).CollectAsync(Sample.PageView().ToJsonString(), ("Origin", origin));

    private Task<Answer> PreflightAsync(string path, string? origin) => fixture.Service.SendAsync(
        HttpMethod.Options, path, null, null,
        [("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type,x-api-key"),
            .. origin is null ? Array.Empty<(string, string)>() : [("Origin", origin)]]);
}

internal static class ReadableAnswer
{
    /// <summary>Checks that a browser shows it to a script of the origin, with Retry-After.</summary>
    public static void ShouldBeReadable(this Answer answer, string origin)
    {
        answer.Header("Access-Control-Allow-Origin").ShouldBe(origin);
        answer.Header("Access-Control-Expose-Headers").ShouldBe("Retry-After");
        answer.Header("Vary").ShouldBe("Origin");
    }
}
