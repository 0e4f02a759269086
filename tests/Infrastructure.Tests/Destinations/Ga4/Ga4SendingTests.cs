using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Ga4;
using Tracking.StandIns;

namespace Tracking.Infrastructure.Tests.Destinations.Ga4;

/// <summary>Events are sent as Google takes them.</summary>
public class Ga4SendingTests
{
    [Fact]
    public async Task Mixed_events_are_all_taken()
    {
        await using var google = await StartAsync();
        using var target = Open(google);
        var events = MixedEvents.Many(KindRuns.Events, TimeProvider.System.GetUtcNow()).ToList();

        var results = await KindRuns.SendAllAsync(target, events);

        google.Refusals.Distinct().Take(20).ShouldBeEmpty();
        results.Values.ShouldAllBe(result => result.Kind == SendResultKind.Sent);
        var mapped = events.Where(one => one.Event.Type != "identify").Select(one => one.Event.MessageId).ToHashSet();
        google.Received.Keys.ToHashSet().SetEquals(mapped).ShouldBeTrue($"{google.Received.Count} of {mapped.Count} came");
        google.Received.Values.ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task A_wrong_secret_is_not_noticed_since_Google_says_nothing()
    {
        await using var google = await StartAsync();
        using var target = Open(google, "wrong");

        var results = await KindRuns.SendAllAsync(target, MixedEvents.Many(1, TimeProvider.System.GetUtcNow()));

        results.Values.ShouldHaveSingleItem().Kind.ShouldBe(SendResultKind.Sent);
        google.Refusals.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_outage_is_tried_again()
    {
        await using var google = await StartAsync();
        using var target = Open(google);
        google.Interferes = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.FromResult(true);
        };

        var results = await KindRuns.SendAllAsync(target, MixedEvents.Many(1, TimeProvider.System.GetUtcNow()));

        results.Values.ShouldHaveSingleItem().ShouldBe(new SendResult(SendResultKind.TryAgain, "http_503"));
    }

    [Fact]
    public async Task A_trial_asks_the_validation_server_and_counts_nothing()
    {
        await using var google = await StartAsync();
        using var target = Open(google);

        var (isTaken, says) = await target.TestAsync(Sample(target), CancellationToken.None);

        isTaken.ShouldBeTrue();
        says.ShouldHaveSingleItem().ShouldContain("nothing wrong");
        google.Bodies.ShouldHaveSingleItem().ShouldContain("\"validation_behavior\":\"ENFORCE_RECOMMENDATIONS\"");
        google.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trial_says_what_the_validation_server_says()
    {
        await using var google = await StartAsync();
        using var target = Open(google);
        var broken = Sample(target) with { Json = """{"name":"user_engagement","params":{"session_id":"1","engagement_time_msec":1},"timestamp_micros":1}"""u8.ToArray() };

        var (isTaken, says) = await target.TestAsync(broken, CancellationToken.None);

        isTaken.ShouldBeFalse();
        says[0].ShouldBe("VALUE_INVALID: events: event name user_engagement");
        google.Refusals.ShouldBeEmpty();
    }

    private static MappedEvent Sample(IDestination target) => (MappedEvent)target.Map(new SampleEvent(TimeProvider.System).Make());

    private static async Task<Ga4StandIn> StartAsync()
    {
        var google = new Ga4StandIn("G-TEST", "s3cret");
        await google.StartAsync();
        return google;
    }

    private static IDestination Open(Ga4StandIn google, string secret = "s3cret") => new Ga4Kind(new Ga4SettingsValidator(), KindRuns.ToStandIns(), TimeProvider.System)
        .Open(1, JsonSerializer.SerializeToElement(new { measurementId = "G-TEST", apiSecret = secret, endpoint = google.Address }));
}
