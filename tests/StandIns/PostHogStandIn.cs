using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Tracking.StandIns;

/// <summary>PostHog's capture, <c>/batch/</c>: it throws away events with an invalid UUID or over 1 MB, and says nothing of it.</summary>
/// <param name="apiKey">The project's key.</param>
public sealed class PostHogStandIn(string apiKey) : StandIn
{
    private const int MaxBody = 20_000_000;
    private const int MaxEvent = 1_000_000;
    private const int MaxName = 200;

    private static readonly string[] Members = ["uuid", "event", "distinct_id", "timestamp", "properties"];
    private static readonly string[] OwnEvents = ["$pageview", "$identify"];

    private static readonly string[] OwnProperties =
    [
        "$process_person_profile", "$geoip_disable", "$lib", "$current_url", "$host", "$pathname", "$referrer", "$referring_domain", "$device_type", "$browser",
        "$browser_version", "$os", "$os_version", "$raw_user_agent", "$browser_language", "$timezone", "$screen_width", "$screen_height", "$geoip_country_code",
        "$geoip_subdivision_1_name", "$geoip_city_name", "$set", "$anon_distinct_id",
    ];

    /// <inheritdoc/>
    protected override async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        if (context.Request.Method != "POST" || context.Request.Path != "/batch/")
        {
            Refuse($"{context.Request.Method} {context.Request.Path}");
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (context.Request.ContentLength is not { } length || length > MaxBody)
        {
            Refuse($"body of {context.Request.ContentLength} bytes");
            response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        if (await ReadJsonAsync(context) is not { } json || !json.TryGetProperty("batch", out var batch) || batch.GetArrayLength() == 0)
        {
            response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (json.GetProperty("api_key").GetString() != apiKey || batch.EnumerateArray().Any(one => one.GetProperty("properties").TryGetProperty("token", out _)))
        {
            Refuse("api_key, or an event with one of its own");
            response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        foreach (var one in batch.EnumerateArray())
        {
            if (Wrong(one) is { } reason)
                Refuse(reason + ": " + one.GetRawText());
            else
                Take(one.GetProperty("uuid").GetString()!);
        }

        await response.WriteAsJsonAsync(new { status = "Ok" }, context.RequestAborted);
    }

    private static string? Wrong(JsonElement one)
    {
        if (one.EnumerateObject().Any(member => !Members.Contains(member.Name)))
            return "unknown member";
        if (Encoding.UTF8.GetByteCount(one.GetRawText()) > MaxEvent)
            return "over 1 MB";
        if (!Guid.TryParseExact(one.GetProperty("uuid").GetString(), "D", out _))
            return "uuid";
        if (one.GetProperty("event").GetString() is not { Length: > 0 and <= MaxName } name || (name[0] == '$' && !OwnEvents.Contains(name)))
            return "event";
        if (one.GetProperty("distinct_id").GetString() is not { Length: > 0 and <= MaxName })
            return "distinct_id";
        if (!DateTimeOffset.TryParse(one.GetProperty("timestamp").GetString(), CultureInfo.InvariantCulture, out var time) || time > TimeProvider.System.GetUtcNow().AddHours(23))
            return "timestamp";
        var properties = one.GetProperty("properties");
        if (properties.EnumerateObject().Select(property => property.Name).FirstOrDefault(own => own.StartsWith('$') && !OwnProperties.Contains(own)) is { } unknown)
            return unknown;
        if (!properties.GetProperty("$geoip_disable").GetBoolean())
            return "$geoip_disable";
        if (properties.TryGetProperty("$set", out var set) && set.ValueKind != JsonValueKind.Object)
            return "$set";
        return properties.GetProperty("$process_person_profile").GetBoolean() || name != "$identify" ? null : "a person without a profile";
    }
}
