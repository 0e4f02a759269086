using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tracking.StandIns;

/// <summary>What Google's documentation asks of an event of the Measurement Protocol.</summary>
internal static partial class Ga4EventRules
{
    private const int MaxParameters = 25;
    private const int MaxName = 40;
    private const int MaxItems = 200;

    private static readonly HashSet<string> ReservedNames =
    [
        "ad_activeview", "ad_click", "ad_exposure", "ad_impression", "ad_query", "adunit_exposure", "app_clear_data", "app_install", "app_update",
        "app_remove", "error", "first_open", "first_visit", "in_app_purchase", "os_update", "screen_view", "session_start", "user_engagement",
    ];

    private static readonly string[] ReservedPrefixes = ["google_", "ga_", "firebase_", "gtag."];

    private static readonly string[] ItemMembers =
    [
        "item_id", "item_name", "affiliation", "coupon", "discount", "index", "item_brand", "item_category", "item_category2", "item_category3",
        "item_category4", "item_category5", "item_list_id", "item_list_name", "item_variant", "location_id", "price", "quantity", "promotion_id",
        "promotion_name", "creative_name", "creative_slot",
    ];

    /// <summary>Notes what is wrong.</summary>
    public static void Check(JsonElement one, List<string> wrong)
    {
        Ga4StandIn.OnlyMembers(one, ["name", "params", "timestamp_micros"], wrong);
        var name = one.GetProperty("name").GetString()!;
        if (IsWrongName(name) || ReservedNames.Contains(name) || name.StartsWith("notification_", StringComparison.Ordinal))
            wrong.Add($"event name {name}");
        CheckTime(one, wrong);
        var parameters = one.GetProperty("params").EnumerateObject().ToList();
        if (parameters.Count > MaxParameters)
            wrong.Add($"{parameters.Count} parameters");
        if (parameters.DistinctBy(parameter => parameter.Name).Count() < parameters.Count)
            wrong.Add("a parameter twice");
        foreach (var parameter in parameters)
            CheckParameter(parameter, wrong);
        Need(one, "session_id", id => id.ValueKind == JsonValueKind.String && id.GetString()!.All(char.IsAsciiDigit), wrong);
        Need(one, "engagement_time_msec", time => time.ValueKind == JsonValueKind.Number && time.TryGetInt64(out var ms) && ms > 0, wrong);
        if (one.GetProperty("params").TryGetProperty("value", out _) || name is "purchase" or "refund")
            Need(one, "currency", code => code.ValueKind == JsonValueKind.String && code.GetString()!.Length == 3, wrong);
        if (name is not ("purchase" or "refund"))
            return;
        Need(one, "transaction_id", id => id.ValueKind == JsonValueKind.String, wrong);
        Need(one, "value", value => value.ValueKind == JsonValueKind.Number, wrong);
    }

    private static void CheckTime(JsonElement one, List<string> wrong)
    {
        if (!one.TryGetProperty("timestamp_micros", out var micros) || !micros.TryGetInt64(out var time))
        {
            wrong.Add("timestamp_micros");
            return;
        }

        var age = TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch.AddMicroseconds(time);
        if (age > TimeSpan.FromHours(72) || age < TimeSpan.Zero)
            wrong.Add($"an event {age} old");
    }

    private static void CheckParameter(JsonProperty parameter, List<string> wrong)
    {
        if (IsWrongName(parameter.Name))
            wrong.Add($"parameter name {parameter.Name}");
        if (parameter.Name == "items")
        {
            if (parameter.Value.GetArrayLength() > MaxItems)
                wrong.Add($"{parameter.Value.GetArrayLength()} items");
            foreach (var item in parameter.Value.EnumerateArray())
                CheckItem(item, wrong);
            return;
        }

        // Google's help, "Event collection limits", has these three longer than the others.
        var longest = parameter.Name switch { "page_location" => 1_000, "page_referrer" => 420, "page_title" => 300, _ => 100 };
        CheckValue(parameter, longest, wrong);
    }

    private static void CheckItem(JsonElement item, List<string> wrong)
    {
        Ga4StandIn.OnlyMembers(item, ItemMembers, wrong);
        if (!item.TryGetProperty("item_id", out _) && !item.TryGetProperty("item_name", out _))
            wrong.Add("an item without id and name");
        foreach (var member in item.EnumerateObject())
            CheckValue(member, 100, wrong);
    }

    private static void CheckValue(JsonProperty value, int longest, List<string> wrong)
    {
        if (value.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
            wrong.Add($"{value.Name} is of kind {value.Value.ValueKind}");
        else if (value.Value.ValueKind == JsonValueKind.String && value.Value.GetString() is { } text
            && (text.Length == 0 || text.Length > longest || (text.Length > 0 && char.IsHighSurrogate(text[^1]))))
            wrong.Add($"{value.Name} is {text.Length} long, or cut in a character");
    }

    private static void Need(JsonElement one, string name, Func<JsonElement, bool> isRight, List<string> wrong)
    {
        if (!one.GetProperty("params").TryGetProperty(name, out var value) || !isRight(value))
            wrong.Add($"{one.GetProperty("name")}: {name}");
    }

    private static bool IsWrongName(string name) =>
        name.Length > MaxName || !Name().IsMatch(name) || Array.Exists(ReservedPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]*\z")]
    private static partial Regex Name();
}
