using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Tracking.Reliability.Tests.Figures;

/// <summary>One event as a sender has it.</summary>
/// <param name="Number">Which one; its messageId.</param>
/// <param name="Visitor">Its anonymousId.</param>
/// <param name="At">When, to the millisecond.</param>
/// <param name="Type">As the contract writes it.</param>
/// <param name="Path">The page's path, percent-encoded.</param>
internal sealed record SentEvent(int Number, string Visitor, DateTimeOffset At, string Type, string Path)
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    public string OrderId => $"order-{Number % 60}";

    public decimal Value => (Number % 977) + 0.25m;

    public string Currency => Number % 3 == 0 ? "BRL" : "EUR";

    public bool IsRefund => Number % 5 == 0;

    public string Name => Number % 2 == 0 ? "signup" : "Video played";

    public JsonObject ToJson()
    {
        var (visitor, url) = (int.Parse(Visitor[1..], CultureInfo.InvariantCulture), $"https://shop.example{Path}?q={Number}#top");
        var one = new JsonObject
        {
            ["type"] = Type,
            ["messageId"] = $"figures-{Number}",
            ["timestamp"] = At.ToString("O", CultureInfo.InvariantCulture),
            ["anonymousId"] = Visitor,
            // A browser's own are taken from its request instead.
            ["context"] = new JsonObject { ["ip"] = $"198.51.100.{visitor}", ["userAgent"] = Browser },
            ["properties"] = Type switch
            {
                "click" => new JsonObject { ["url"] = url, ["kind"] = "link" },
                "engagement" => new JsonObject { ["url"] = url, ["engagedMs"] = 1_200, ["scrollPercent"] = 40 },
                "form_submit" => new JsonObject { ["url"] = url, ["form"] = new JsonObject { ["id"] = "contact" } },
                "transaction" => new JsonObject
                {
                    ["url"] = url,
                    ["orderId"] = OrderId,
                    ["value"] = Value,
                    ["currency"] = Currency,
                    ["status"] = IsRefund ? "refunded" : "completed",
                },
                "identify" => new JsonObject(),
                _ => new JsonObject { ["url"] = url },
            },
        };
        if (Type == "identify")
            one["userId"] = $"user-{Visitor}";
        if (Type == "custom")
            one["name"] = Name;
        return one;
    }

    /// <summary>The body of a request with these events, whose visitors have consented.</summary>
    public static JsonContent ToRequest(IEnumerable<SentEvent> events) => JsonContent.Create(new JsonObject
    {
        ["context"] = new JsonObject { ["consent"] = new JsonObject { ["analytics"] = true } },
        ["events"] = new JsonArray([.. events.Select(one => one.ToJson())]),
    });
}

/// <summary>Makes up visits of the months before now, some about 30 minutes apart.</summary>
internal static class Visits
{
    private static readonly string[] Types =
        ["page_view", "page_view", "page_view", "click", "form_submit", "transaction", "engagement", "identify", "custom"];

    private static readonly string[] Paths = ["/", "/pricing", "/Pricing", "/caf%C3%A9", "/a%20b"];

    private static readonly TimeSpan[] Gaps =
    [
        TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(30) - TimeSpan.FromMilliseconds(1),
        TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30) + TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(5),
    ];

    /// <summary>About so many events; no two at one time, since then the contract leaves open which is the first.</summary>
    public static IReadOnlyList<SentEvent> Before(DateTimeOffset end, int events, Random random)
    {
        var made = new Dictionary<long, SentEvent>();
        while (made.Count < events)
        {
            var visitor = $"v{random.Next(1, 80)}";
            // Every other one lies where a write key may still send it.
            var at = end.AddMilliseconds(-random.NextInt64((long)TimeSpan.FromDays(random.Next(2) == 0 ? 25 : 95).TotalMilliseconds));
            for (var left = random.Next(1, 13); left > 0 && at < end; left--)
            {
                var ms = at.ToUnixTimeMilliseconds();
                made.TryAdd(ms, new SentEvent(
                    made.Count, visitor, DateTimeOffset.FromUnixTimeMilliseconds(ms), Types[random.Next(Types.Length)], Paths[random.Next(Paths.Length)]));
                at += Gaps[random.Next(Gaps.Length)];
            }
        }

        return [.. made.Values];
    }
}
