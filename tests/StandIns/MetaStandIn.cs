using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Tracking.StandIns;

/// <summary>Meta's Conversions API: one event that breaks a rule has the whole request refused. Test events are not counted as received.</summary>
/// <param name="pixelId">The pixel.</param>
/// <param name="accessToken">Its token.</param>
public sealed partial class MetaStandIn(string pixelId, string accessToken) : StandIn
{
    private const int MaxEvents = 1_000;

    private static readonly string[] EventMembers =
    [
        "event_name", "event_time", "user_data", "custom_data", "event_source_url", "opt_out", "event_id", "action_source", "data_processing_options",
        "data_processing_options_country", "data_processing_options_state", "referrer_url",
    ];

    private static readonly string[] Hashed = ["em", "ph", "fn", "ln", "ge", "db", "ct", "st", "zp", "country", "external_id"];
    private static readonly string[] Plain = ["client_ip_address", "client_user_agent", "fbc", "fbp", "subscription_id", "fb_login_id", "lead_id"];

    /// <inheritdoc/>
    protected override async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Method != "POST" || !EventsPath().IsMatch(context.Request.Path) || !context.Request.Path.Value!.Contains($"/{pixelId}/", StringComparison.Ordinal))
        {
            await RefuseAsync(context, 100, 33, "Unsupported post request.");
            return;
        }

        if (context.Request.Query["access_token"] != accessToken)
        {
            await RefuseAsync(context, 190, 0, $"Malformed access token {context.Request.Query["access_token"]}");
            return;
        }

        if (await ReadJsonAsync(context) is not { ValueKind: JsonValueKind.Object } body || !body.TryGetProperty("data", out var data)
            || data.ValueKind != JsonValueKind.Array || data.GetArrayLength() is 0 or > MaxEvents)
        {
            await RefuseAsync(context, 100, 0, "data must hold 1 to 1000 events");
            return;
        }

        var wrong = data.EnumerateArray().Select(WrongIn).FirstOrDefault(one => one is not null);
        if (wrong is not null)
        {
            await RefuseAsync(context, 100, 2_804_003, wrong);
            return;
        }

        if (!body.TryGetProperty("test_event_code", out _))
        {
            foreach (var one in data.EnumerateArray())
                Take(one.GetProperty("event_id").GetString()!);
        }

        await context.Response.WriteAsJsonAsync(new { events_received = data.GetArrayLength(), messages = Array.Empty<string>(), fbtrace_id = "Astandin" });
    }

    private async Task RefuseAsync(HttpContext context, int code, int subcode, string message)
    {
        Refuse(message);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsJsonAsync(new
        {
            error = new { message, type = code == 190 ? "OAuthException" : "GraphMethodException", code, error_subcode = subcode, is_transient = false, fbtrace_id = "Astandin" },
        });
    }

    /// <summary>What is wrong with an event; <c>null</c>: nothing.</summary>
    private static string? WrongIn(JsonElement one)
    {
        if (one.EnumerateObject().Select(member => member.Name).Except(EventMembers).FirstOrDefault() is { } unknown)
            return $"{unknown} is no member of an event";
        if (TextOf(one, "event_name") is not { Length: > 0 and <= 50 } name)
            return "event_name";
        if (TextOf(one, "event_id") is not { Length: > 0 })
            return "event_id, without which nothing is known as a repetition";
        if (!one.TryGetProperty("event_time", out var time) || !time.TryGetInt64(out var seconds))
            return "event_time must be whole seconds";
        var age = TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, 100_000_000_000));
        if (age > TimeSpan.FromDays(7) || age < TimeSpan.Zero)
            return $"an event {age} old";
        if (TextOf(one, "action_source") != "website")
            return "action_source";
        if (!Uri.TryCreate(TextOf(one, "event_source_url"), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return "event_source_url";
        return WrongInUserData(one) ?? WrongInCustomData(one, name);
    }

    private static string? WrongInUserData(JsonElement one)
    {
        if (!one.TryGetProperty("user_data", out var data) || data.ValueKind != JsonValueKind.Object)
            return "user_data";
        if (TextOf(data, "client_user_agent") is not { Length: > 0 })
            return "client_user_agent";
        var members = data.EnumerateObject().ToList();
        if (members.Select(member => member.Name).Except(Hashed).Except(Plain).FirstOrDefault() is { } unknown)
            return $"{unknown} is no member of user_data";
        // Meta's list of combinations that are too wide to match anybody: of the agent and general traits alone.
        if (!members.Exists(member => member.Name is "em" or "ph" or "external_id" or "fbp" or "fbc" or "client_ip_address"))
            return "nothing to match by";
        foreach (var member in members.Where(member => Hashed.Contains(member.Name)))
        {
            var values = member.Value.ValueKind == JsonValueKind.Array ? [.. member.Value.EnumerateArray()] : new[] { member.Value };
            if (values.Length == 0 || !Array.TrueForAll(values, value => value.ValueKind == JsonValueKind.String && Hash().IsMatch(value.GetString()!)))
                return $"{member.Name} is not hashed";
        }

        foreach (var name in (string[])["fbp", "fbc"])
        {
            if (data.TryGetProperty(name, out _) && (TextOf(data, name) is not { } cookie || !Cookie().IsMatch(cookie)))
                return name;
        }

        return data.TryGetProperty("client_ip_address", out var address) && !System.Net.IPAddress.TryParse(address.ToString(), out _) ? "client_ip_address" : null;
    }

    private static string? WrongInCustomData(JsonElement one, string name)
    {
        var hasData = one.TryGetProperty("custom_data", out var data);
        if (hasData && data.ValueKind != JsonValueKind.Object)
            return "custom_data";
        if (name == "Purchase" && !(hasData && data.TryGetProperty("value", out _) && data.TryGetProperty("currency", out _)))
            return "a Purchase without value or currency";
        if (!hasData)
            return null;
        if (data.TryGetProperty("value", out var value) && value.ValueKind != JsonValueKind.Number)
            return "value";
        if (data.TryGetProperty("currency", out _) && (TextOf(data, "currency") is not { } currency || !Currency().IsMatch(currency)))
            return "currency";
        if (!data.TryGetProperty("contents", out var contents))
            return null;
        return contents.ValueKind == JsonValueKind.Array && contents.EnumerateArray().All(item => TextOf(item, "id") is { Length: > 0 } && item.TryGetProperty("quantity", out var many) && many.TryGetInt32(out _))
            ? null
            : "contents";
    }

    private static string? TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"\A/v[0-9]+\.[0-9]+/[0-9]+/events\z")]
    private static partial Regex EventsPath();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Hash();

    [GeneratedRegex(@"\Afb\.[0-9]\.[0-9]+\..+\z")]
    private static partial Regex Cookie();

    [GeneratedRegex(@"\A[A-Za-z]{3}\z")]
    private static partial Regex Currency();
}
