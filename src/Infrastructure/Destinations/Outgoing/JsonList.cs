using System.Net.Http.Headers;

namespace Tracking.Infrastructure.Destinations.Outgoing;

/// <summary>Bodies of requests, put together of what was mapped.</summary>
internal static class JsonList
{
    /// <summary>The events with commas between.</summary>
    public static byte[] Of(IReadOnlyList<MappedEvent> events)
    {
        var list = new byte[events.Sum(one => one.Json.Length + 1) - 1];
        var at = 0;
        foreach (var one in events)
        {
            if (at > 0)
                list[at++] = (byte)',';
            one.Json.CopyTo(list, at);
            at += one.Json.Length;
        }

        return list;
    }

    /// <summary>A body of JSON.</summary>
    public static ByteArrayContent Content(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
