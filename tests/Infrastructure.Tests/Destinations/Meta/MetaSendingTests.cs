using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Meta;
using Tracking.StandIns;

namespace Tracking.Infrastructure.Tests.Destinations.Meta;

/// <summary>Events are sent as Meta takes them, and its refusals read as what they are.</summary>
public class MetaSendingTests
{
    [Fact]
    public async Task Mixed_events_are_all_taken()
    {
        await using var meta = await StartAsync();
        using var target = Open(meta);
        var events = MixedEvents.Many(KindRuns.Events, TimeProvider.System.GetUtcNow()).ToList();

        var results = await KindRuns.SendAllAsync(target, events);

        meta.Refusals.Distinct().Take(20).ShouldBeEmpty();
        results.Values.ShouldAllBe(result => result.Kind == SendResultKind.Confirmed);
        var mapped = events.Select(target.Map).OfType<MappedEvent>().Select(one => $"m-{one.Id}").ToHashSet();
        mapped.Count.ShouldBeGreaterThan(KindRuns.Events / 20);
        meta.Received.Keys.ToHashSet().SetEquals(mapped).ShouldBeTrue($"{meta.Received.Count} of {mapped.Count} came");
        meta.Received.Values.ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task One_event_that_Meta_refuses_takes_none_of_its_neighbours_along()
    {
        await using var meta = await StartAsync();
        using var target = Open(meta);
        var events = MixedEvents.OneOfEach(TimeProvider.System.GetUtcNow()).Select(target.Map).OfType<MappedEvent>().ToList();
        var bad = events[2] with { Json = """{"event_name":"Bad"}"""u8.ToArray() };
        events[2] = bad;

        var results = await Requests.SendAsync(target, events);

        results[bad.Id].ShouldBe(new SendResult(SendResultKind.Refused, "meta_100_2804003"));
        results.Where(one => one.Key != bad.Id).Select(one => one.Value.Kind).ShouldAllBe(kind => kind == SendResultKind.Confirmed);
        meta.Received.Count.ShouldBe(events.Count - 1);
    }

    [Theory]
    [InlineData("""{"error":{"message":"ended","type":"OAuthException","code":190}}""", SendResultKind.TryAgain, "meta_190")]
    [InlineData("""{"error":{"code":4}}""", SendResultKind.TryAgain, "meta_4")]
    [InlineData("""{"error":{"code":100,"error_subcode":33}}""", SendResultKind.TryAgain, "meta_100_33")]
    [InlineData("""{"error":{"code":100,"is_transient":true}}""", SendResultKind.TryAgain, "meta_100")]
    [InlineData("""{"error":{"code":100,"error_subcode":2804003}}""", SendResultKind.Refused, "meta_100_2804003")]
    [InlineData("<html>", SendResultKind.Refused, "http_400")]
    [InlineData("[]", SendResultKind.Refused, "http_400")]
    public async Task A_refusal_is_the_events_fault_only_where_Meta_says_so(string body, object kind, string reason)
    {
        await using var meta = await StartAsync();
        using var target = Open(meta);
        meta.Interferes = async context =>
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(body);
            return true;
        };

        (await target.SendAsync([Sample(target)], CancellationToken.None)).ShouldBe(new SendResult((SendResultKind)kind, reason));
    }

    [Fact]
    public async Task A_trial_is_a_test_event_and_counts_nowhere()
    {
        await using var meta = await StartAsync();
        using var target = Open(meta, testEventCode: "TEST123");

        var (isTaken, _) = await target.TestAsync(Sample(target), CancellationToken.None);

        isTaken.ShouldBeTrue(string.Join(' ', meta.Refusals));
        meta.Bodies.ShouldHaveSingleItem().ShouldEndWith("],\"test_event_code\":\"TEST123\"}");
        meta.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_code_nothing_is_sent_for_a_trial()
    {
        await using var meta = await StartAsync();
        using var target = Open(meta);

        var (isTaken, says) = await target.TestAsync(Sample(target), CancellationToken.None);

        isTaken.ShouldBeFalse();
        says.ShouldHaveSingleItem().ShouldContain("testEventCode");
        meta.Bodies.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trial_says_what_Meta_says_but_not_the_token()
    {
        await using var meta = await StartAsync();
        using var target = Open(meta, "wrong-t0ken", "TEST123");

        var (isTaken, says) = await target.TestAsync(Sample(target), CancellationToken.None);

        isTaken.ShouldBeFalse();
        says.ShouldBe(["meta_190: Malformed access token ***"]);
    }

    private static MappedEvent Sample(IDestination target) => (MappedEvent)target.Map(new SampleEvent(TimeProvider.System).Make());

    private static async Task<MetaStandIn> StartAsync()
    {
        var meta = new MetaStandIn("1234", "t0ken");
        await meta.StartAsync();
        return meta;
    }

    private static IDestination Open(MetaStandIn meta, string token = "t0ken", string? testEventCode = null) =>
        new MetaKind(new MetaSettingsValidator(), KindRuns.ToStandIns(), TimeProvider.System)
            .Open(1, JsonSerializer.SerializeToElement(new { pixelId = "1234", accessToken = token, testEventCode, endpoint = meta.Address }));
}
