using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Tests.Destinations;

/// <summary>Sends many mixed events as the forwarder does. <c>TRACKING_DESTINATION_EVENTS</c> says how many; 2,000 where it is not set.</summary>
internal static class ManyEvents
{
    private const int AtOnce = 1_000;
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The way out, loopback allowed.</summary>
    public static OutgoingHttp Http { get; } = new([IPNetwork.Parse("127.0.0.0/8")]);

    /// <summary>Maps and sends them.</summary>
    /// <returns>The messageIds of what was mapped, and what became of each.</returns>
    public static async Task<(IReadOnlyList<string> Ids, IReadOnlyList<SendResult> Results)> SendAsync(IDestination target, Func<ForwardedEvent, bool>? isLeftOut = null)
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("TRACKING_DESTINATION_EVENTS") ?? "2000", CultureInfo.InvariantCulture);
        var (ids, results) = (new List<string>(), new List<SendResult>());
        foreach (var some in MixedEvents.Many(count, TimeProvider.System.GetUtcNow()).Chunk(AtOnce))
        {
            var mapped = some.Where(one => isLeftOut?.Invoke(one) != true).Select(one => (one.Event.MessageId, Mapped: target.Map(one).ShouldBeOfType<MappedEvent>())).ToList();
            ids.AddRange(mapped.Select(one => one.MessageId));
            results.AddRange((await Requests.SendAsync(target, [.. mapped.Select(one => one.Mapped)])).Values);
        }

        results.Count.ShouldBe(ids.Count);
        return (ids, results);
    }

    /// <summary>What is mapped of one event, as JSON.</summary>
    public static JsonNode Json(Mapping mapping) => JsonNode.Parse(mapping.ShouldBeOfType<MappedEvent>().Json)!;

    /// <summary>Compares what is mapped of each type with the golden file; what is mapped now lies beside it, as <c>golden.actual.json</c>.</summary>
    public static void ShouldBeGolden(string kind, Func<ForwardedEvent, Mapping> map)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Destinations", kind);
        var golden = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")))!.AsObject();
        var actual = new JsonObject(MixedEvents.OneOfEach(MixedEvents.Noon).Select(one =>
            KeyValuePair.Create(one.Event.Type, map(one) switch { MappedEvent mapped => JsonNode.Parse(mapped.Json), var other => other.ToString() })));
        File.WriteAllText(Path.Combine(folder, "golden.actual.json"), actual.ToJsonString(Readable) + "\n");
        actual.Where(one => !JsonNode.DeepEquals(one.Value, golden[one.Key])).Select(one => one.Key).ShouldBeEmpty();
    }
}
