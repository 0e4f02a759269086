using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Collect;

/// <summary>HTTP contract v1, "Keys and sites": rates count per write key and client network.</summary>
public sealed class RateLimitTests(RateLimitTests.LimitedService limited) : IClassFixture<RateLimitTests.LimitedService>, IAsyncLifetime
{
    private const int Burst = 12;
    private readonly RunningService service = limited.Service;
    private TestSite site = null!;

    // A site of its own for each test: its key has all its tokens.
    public async Task InitializeAsync() => site = await service.CreateSiteAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Who_is_too_fast_is_told_when_to_come_back()
    {
        var refused = await ExhaustAsync("203.0.113.1");
        refused.ShouldBeProblem(429);
        int.Parse(refused.Header("Retry-After")!).ShouldBeInRange(1, 60);
    }

    [Fact]
    public async Task A_burst_is_let_through()
    {
        for (var i = 0; i < Burst; i++)
            (await SendAsync("203.0.113.1")).Status.ShouldBe(202);
    }

    [Theory]
    [InlineData("203.0.113.1", "203.0.113.254")]
    [InlineData("2001:db8:1::1", "2001:db8:1:ffff::2")]
    [InlineData("203.0.113.1", "::ffff:203.0.113.9")]
    public async Task A_network_shares_its_rate(string one, string other)
    {
        // If each had its own, two thirds of a burst each would pass.
        var answers = new List<Answer>();
        for (var i = 0; i < Burst * 2 / 3; i++)
            answers.AddRange([await SendAsync(one), await SendAsync(other)]);
        answers.ShouldContain(answer => answer.Status == 429);
    }

    [Theory]
    [InlineData("203.0.113.1", "203.0.114.1")]
    [InlineData("2001:db8:1::1", "2001:db8:2::1")]
    public async Task Another_network_has_its_own(string abuser, string other)
    {
        await ExhaustAsync(abuser);
        (await SendAsync(other)).Status.ShouldBe(202);
    }

    [Fact]
    public async Task Another_write_key_has_its_own()
    {
        await ExhaustAsync("203.0.113.1");
        var other = await service.CreateSiteAsync();
        (await other.CollectAsync(Sample.PageView().ToJsonString(), ("X-Forwarded-For", "203.0.113.1"))).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_secret_key_has_no_limit()
    {
        await ExhaustAsync("203.0.113.1");
        for (var i = 0; i < Burst * 3; i++)
            (await SendAsync("203.0.113.1", site.SecretKey)).Status.ShouldBe(202);
    }

    [Fact]
    public async Task Decisions_are_counted_too()
    {
        // On a slow machine a token may have come back in between.
        var statuses = new List<int>();
        while (statuses.Count < 20 && !statuses.Contains(429))
        {
            await ExhaustAsync("203.0.113.1");
            statuses.Add((await service.SendAsync(
                HttpMethod.Post, "/v1/consents", """{ "anonymousId": "a", "decisions": { "analytics": true } }""", site.WriteKey,
                ("X-Forwarded-For", "203.0.113.1"))).Status);
        }

        statuses.ShouldContain(429);
    }

    private async Task<Answer> ExhaustAsync(string address)
    {
        for (var i = 0; i < 50 * Burst; i++)
        {
            if (await SendAsync(address) is { Status: not 202 } refused)
                return refused;
        }

        throw new InvalidOperationException("Nothing was refused.");
    }

    private Task<Answer> SendAsync(string address, string? key = null) =>
        site.CollectAsync(Sample.PageView().ToJsonString(), key ?? site.WriteKey, ("X-Forwarded-For", address));

    /// <summary>A service with a low limit, behind a proxy that names the client's address.</summary>
    public sealed class LimitedService : IAsyncLifetime
    {
        public RunningService Service { get; private set; } = null!;

        public async Task InitializeAsync() => Service = await RunningService.StartAsync(
            null, $"--RateLimits:Burst={Burst}", "--RateLimits:RequestsPerSecond=1", "--Proxies:Known=127.0.0.1");

        public async Task DisposeAsync() => await Service.DisposeAsync();
    }
}
