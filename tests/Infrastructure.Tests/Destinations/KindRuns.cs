using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Tests.Destinations;

/// <summary>What the tests of several kinds do with them.</summary>
internal static class KindRuns
{
    private const int TakenUpTogether = 500;
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How many events are sent: 2,000, or as many as <c>TRACKING_DESTINATION_EVENTS</c> says.</summary>
    public static int Events => int.TryParse(Environment.GetEnvironmentVariable("TRACKING_DESTINATION_EVENTS"), out var events) ? events : 2_000;

    /// <summary>The way out, to stand-ins on this machine.</summary>
    public static OutgoingHttp ToStandIns() => new([System.Net.IPNetwork.Parse("127.0.0.0/8")]);

    /// <summary>Sends what is mapped in the requests that forwarding makes of it.</summary>
    /// <returns>What became of each, by its number.</returns>
    public static async Task<IReadOnlyDictionary<long, SendResult>> SendAllAsync(IDestination target, IEnumerable<ForwardedEvent> events)
    {
        var results = new Dictionary<long, SendResult>();
        foreach (var some in events.Select(target.Map).OfType<MappedEvent>().Chunk(TakenUpTogether))
        {
            foreach (var (id, result) in await Requests.SendAsync(target, some))
                results.Add(id, result);
        }

        return results;
    }

    /// <summary>
    /// Compares what becomes of one event of each type with <c>golden.json</c> in the kind's folder: as JSON, so that neither spaces nor
    /// the order of members matter.
    /// </summary>
    public static void ShouldBeGolden(Func<ForwardedEvent, Mapping> map, string folder)
    {
        var came = new JsonObject(MixedEvents.OneOfEach(MixedEvents.Noon).Select(one => KeyValuePair.Create(one.Event.Type, InJson(map(one)))));
        var golden = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Destinations", folder, "golden.json")));
        JsonNode.DeepEquals(came, golden).ShouldBeTrue($"It is\n{came.ToJsonString(Readable)}");
    }

    private static JsonNode? InJson(Mapping mapping) => mapping switch
    {
        MappedEvent { Group: { } group } mapped => new JsonObject { ["request"] = JsonNode.Parse(group), ["event"] = JsonNode.Parse(mapped.Json) },
        MappedEvent mapped => JsonNode.Parse(mapped.Json),
        LeftOut left => "left out: " + left.Reason,
        _ => "does not fit: " + ((DoesNotFit)mapping).Reason,
    };
}
