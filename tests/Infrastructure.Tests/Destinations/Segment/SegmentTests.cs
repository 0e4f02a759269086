using System.Text.Json;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Forwarding;
using Tracking.Infrastructure.Destinations.Segment;
using Tracking.StandIns;

namespace Tracking.Infrastructure.Tests.Destinations.Segment;

public class SegmentTests
{
    private const string Key = "segment-write-key";

    [Fact]
    public async Task Many_mixed_events_all_come_to_Segment_and_it_refuses_none()
    {
        await using var segment = await StartAsync();
        using var target = Open(new { writeKey = Key, endpoint = segment.Address + "/" });
        var (ids, results) = await ManyEvents.SendAsync(target);

        segment.Refusals.ShouldBeEmpty();
        segment.Received.Keys.Order().ShouldBe(ids.Order());
        segment.Received.Values.ShouldAllBe(times => times == 1);
        // It says 200 to what it throws away, too.
        results.ShouldAllBe(result => result.Kind == SendResultKind.Sent);
    }

    [Fact]
    public async Task A_full_batch_stays_below_its_limit()
    {
        await using var segment = await StartAsync();
        using var target = Open(new { writeKey = Key, endpoint = segment.Address });
        var large = MixedEvents.Many(300, MixedEvents.Noon).Select(target.Map).OfType<MappedEvent>().Select(one => one with { Json = Padded(one.Json) }).ToList();
        var batches = Batches.Of(large, target.Limits);
        foreach (var batch in batches)
            await target.SendAsync(batch, CancellationToken.None);

        batches.Count.ShouldBeGreaterThan(1);
        segment.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_a_wrong_write_key_it_is_tried_again()
    {
        await using var segment = await StartAsync();
        using var target = Open(new { writeKey = "another", endpoint = segment.Address });
        var result = await target.SendAsync([(MappedEvent)target.Map(MixedEvents.OneOfEach(MixedEvents.Noon)[0])], CancellationToken.None);
        result.ShouldBe(new SendResult(SendResultKind.TryAgain, "http_401"));
    }

    [Theory]
    [InlineData("""{}""", "settings.writeKey", "is required: the source's write key, 1 to 256 letters and digits")]
    [InlineData("""{"writeKey":"a:b"}""", "settings.writeKey", "is required: the source's write key, 1 to 256 letters and digits")]
    [InlineData("""{"writeKey":"k","endpoint":"ftp://x"}""", "settings.endpoint", "must be an address such as https://events.eu1.segmentapis.com, to which /v1/batch is added; leave it out for https://api.segment.io")]
    [InlineData("""{"writeKey":"k","region":"eu"}""", "settings.region", "is not known or of another type; allowed: writeKey, endpoint")]
    public void Wrong_settings_are_named(string settings, string path, string message)
    {
        var error = Kind().Check(JsonSerializer.Deserialize<JsonElement>(settings)).ShouldHaveSingleItem();
        (error.Path, error.Message).ShouldBe((path, message));
    }

    [Fact]
    public void The_endpoint_may_be_left_out() => Kind().Check(JsonSerializer.SerializeToElement(new { writeKey = Key })).ShouldBeEmpty();

    private static async Task<SegmentStandIn> StartAsync()
    {
        var segment = new SegmentStandIn(Key);
        await segment.StartAsync();
        return segment;
    }

    private static SegmentKind Kind() => new(new SegmentSettingsValidator(), ManyEvents.Http, TimeProvider.System);

    private static IDestination Open(object settings) => Kind().Open(1, JsonSerializer.SerializeToElement(settings, JsonSerializerOptions.Web));

    /// <summary>As it is, with blanks up to nearly 32 KB.</summary>
    private static byte[] Padded(byte[] json) => [.. json[..^1], .. Enumerable.Repeat((byte)' ', Math.Max(0, 32_700 - json.Length)), (byte)'}'];
}
