using System.Text.Json.Nodes;
using Tracking.Api.Tests.Composition;
using Tracking.StandIns;

namespace Tracking.Api.Tests.Destinations;

/// <summary>What a visitor decided, on the event, on record before it or after it, decides what leaves: by every combination.</summary>
public sealed class ForwardedConsentTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly string[] States = ["granted", "denied", "unknown", "withdrawn"];

    private static readonly (string Name, string[] Requires)[] Destinations =
    [
        ("analytics", ["analytics"]), ("marketing", ["marketing"]), ("both", ["analytics", "marketing"]),
    ];

    [Theory]
    [InlineData("opt-in")]
    [InlineData("opt-out")]
    public async Task What_is_sent_is_what_is_allowed_when_it_is_sent(string consentMode)
    {
        await using var service = await RunningService.StartAsync(null, "--Destinations:AllowedNetworks=127.0.0.0/8");
        var site = await service.CreateSiteAsync($$"""{ "consentMode": "{{consentMode}}" }""");
        var receivers = new Dictionary<string, WebhookStandIn>();
        var ids = new Dictionary<string, int>();
        foreach (var (name, requires) in Destinations)
        {
            receivers[name] = new WebhookStandIn(Secret);
            await receivers[name].StartAsync();
            ids[name] = await AddAsync(site, receivers[name], requires);
        }

        // Stored while all of them are paused, so that what is withdrawn then is withdrawn in between.
        foreach (var (analytics, marketing) in Combinations())
            await PostAsync(site, analytics, marketing);
        (await site.StoredAsync()).Count.ShouldBe(States.Length * States.Length);
        foreach (var (analytics, marketing) in Combinations())
            await WithdrawAsync(site, analytics, marketing);
        foreach (var id in ids.Values)
            await ChangeAsync(site, id, """{ "paused": false }""");

        foreach (var (name, requires) in Destinations)
        {
            await RunningService.UntilAsync(async () => await DeliveredAsync(site, ids[name]) == States.Length * States.Length, $"{name} is through");
            receivers[name].Refusals.ShouldBeEmpty();
            // Without analytics consent an event is stored without a trace of whose it is: a withdrawal could not be heeded, so it never leaves;
            // nor does one whose visitor withdrew it since, whatever is required.
            var allowed = Combinations().Where(one => IsAllowed(one.Analytics, consentMode) && (!requires.Contains("marketing") || IsAllowed(one.Marketing, consentMode)));
            TitlesOf(receivers[name]).Order().ShouldBe(allowed.Select(one => $"{one.Analytics} {one.Marketing}").Order(), name);
            await receivers[name].DisposeAsync();
        }
    }

    private static bool IsAllowed(string state, string consentMode) => state == "granted" || (state == "unknown" && consentMode == "opt-out");

    private static IEnumerable<(string Analytics, string Marketing)> Combinations() =>
        from analytics in States from marketing in States select (analytics, marketing);

    private static IEnumerable<string> TitlesOf(WebhookStandIn receiver) => receiver.Bodies
        .SelectMany(body => JsonNode.Parse(body)!["data"]!.AsArray()).Select(one => (string)one!["properties"]!["title"]!);

    private static async Task PostAsync(TestSite site, string analytics, string marketing)
    {
        var consent = new JsonObject();
        foreach (var (purpose, state) in (IEnumerable<(string, string)>)[("analytics", analytics), ("marketing", marketing)])
        {
            if (state != "unknown")
                consent[purpose] = state is "granted" or "withdrawn";
        }

        var json = new JsonObject
        {
            ["type"] = "page_view",
            ["messageId"] = $"{analytics}-{marketing}",
            ["anonymousId"] = $"{analytics}-{marketing}",
            ["properties"] = new JsonObject { ["url"] = "https://shop.example/", ["title"] = $"{analytics} {marketing}" },
            ["context"] = new JsonObject { ["consent"] = consent },
        };
        (await site.CollectAsync(json)).Status.ShouldBe(202);
    }

    private static async Task WithdrawAsync(TestSite site, string analytics, string marketing)
    {
        var decisions = new JsonObject();
        if (analytics == "withdrawn")
            decisions["analytics"] = false;
        if (marketing == "withdrawn")
            decisions["marketing"] = false;
        if (decisions.Count > 0)
            await site.RecordAsync(new JsonObject { ["anonymousId"] = $"{analytics}-{marketing}", ["decisions"] = decisions }.ToJsonString());
    }

    private static async Task<int> AddAsync(TestSite site, StandIn receiver, string[] requires)
    {
        var json = new JsonObject
        {
            ["kind"] = "webhook",
            ["paused"] = true,
            ["requires"] = new JsonArray([.. requires.Select(one => (JsonNode)one)]),
            ["settings"] = new JsonObject { ["url"] = receiver.Address, ["secret"] = Secret },
            ["rules"] = new JsonObject { ["bots"] = true },
        };
        var answer = await site.Service.SendAsync(HttpMethod.Post, "/v1/destinations", json.ToJsonString(), site.SecretKey);
        answer.Status.ShouldBe(201, answer.Text);
        return answer.Number("id");
    }

    private static async Task ChangeAsync(TestSite site, int id, string json) =>
        (await site.Service.SendAsync(HttpMethod.Patch, $"/v1/destinations/{id}", json, site.SecretKey)).Status.ShouldBe(200);

    private static async Task<int> DeliveredAsync(TestSite site, int id) =>
        (await site.Service.SendAsync(HttpMethod.Get, $"/v1/destinations/{id}/deliveries?limit=1000", null, site.SecretKey)).Json["deliveries"]!.AsArray()
            .Count(one => (string)one!["state"]! != "waiting");
}
