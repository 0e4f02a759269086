using System.Text.Json;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.PostHog;
using Tracking.StandIns;

namespace Tracking.Infrastructure.Tests.Destinations.PostHog;

public class PostHogTests
{
    private const string Key = "phc_project";

    [Fact]
    public async Task Many_mixed_events_all_come_to_PostHog_and_it_refuses_none()
    {
        await using var posthog = new PostHogStandIn(Key);
        await posthog.StartAsync();
        using var target = Open(new { apiKey = Key, endpoint = posthog.Address });
        var (ids, results) = await ManyEvents.SendAsync(target, one => one.Event is { Type: "identify", UserId: null });

        posthog.Refusals.ShouldBeEmpty();
        posthog.Received.Count.ShouldBe(ids.Count);
        posthog.Received.Values.ShouldAllBe(times => times == 1);
        results.ShouldAllBe(result => result.Kind == SendResultKind.Sent);
    }

    [Fact]
    public async Task With_a_wrong_key_it_is_tried_again()
    {
        await using var posthog = new PostHogStandIn(Key);
        await posthog.StartAsync();
        using var target = Open(new { apiKey = "phc_another", endpoint = posthog.Address + "/" });
        var result = await target.SendAsync([(MappedEvent)target.Map(OneEvent.Of("click"))], CancellationToken.None);
        result.ShouldBe(new SendResult(SendResultKind.TryAgain, "http_401"));
    }

    [Theory]
    [InlineData("""{}""", "settings.apiKey", "is required: the project's API key, such as phc_… (Settings, Project); a personal one, phx_…, is not taken")]
    [InlineData("""{"apiKey":"phx_personal"}""", "settings.apiKey", "is required: the project's API key, such as phc_… (Settings, Project); a personal one, phx_…, is not taken")]
    [InlineData("""{"apiKey":"phc_x","endpoint":"posthog"}""", "settings.endpoint", "must be an address such as https://eu.i.posthog.com, to which /batch/ is added; leave it out for https://us.i.posthog.com")]
    [InlineData("""{"apiKey":"phc_x","host":"eu"}""", "settings.host", "is not known or of another type; allowed: apiKey, endpoint")]
    public void Wrong_settings_are_named(string settings, string path, string message)
    {
        var error = Kind().Check(JsonSerializer.Deserialize<JsonElement>(settings)).ShouldHaveSingleItem();
        (error.Path, error.Message).ShouldBe((path, message));
    }

    private static PostHogKind Kind() => new(new PostHogSettingsValidator(), ManyEvents.Http, TimeProvider.System);

    private static IDestination Open(object settings) => Kind().Open(1, JsonSerializer.SerializeToElement(settings));
}
