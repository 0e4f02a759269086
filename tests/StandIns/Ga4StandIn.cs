using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Tracking.StandIns;

/// <summary>
/// Google's Measurement Protocol: always answers 204, and notes as a refusal what Google would throw away or cut. Its validation server
/// (<c>/debug/mp/collect</c>) says so instead and keeps nothing.
/// </summary>
/// <param name="measurementId">The data stream.</param>
/// <param name="apiSecret">Its secret.</param>
public sealed partial class Ga4StandIn(string measurementId, string apiSecret) : StandIn
{
    private const int MaxBytes = 130_000;
    private const int MaxEvents = 25;

    private static readonly string[] Members =
        ["client_id", "user_id", "timestamp_micros", "user_properties", "consent", "user_location", "ip_override", "device", "events", "validation_behavior"];

    private static readonly string[] DeviceMembers =
        ["category", "language", "screen_resolution", "operating_system", "operating_system_version", "model", "brand", "browser", "browser_version"];

    private static readonly string[] LocationMembers = ["city", "region_id", "country_id", "subcontinent_id", "continent_id"];

    /// <inheritdoc/>
    protected override async Task AnswerAsync(HttpContext context)
    {
        var isDebug = context.Request.Path == "/debug/mp/collect";
        var wrong = new List<string>();
        var (query, length) = (context.Request.Query, context.Request.ContentLength);
        if (context.Request.Method != "POST" || (!isDebug && context.Request.Path != "/mp/collect"))
            wrong.Add($"{context.Request.Method} {context.Request.Path}");
        // The validation server does not look at the secret.
        if (query["measurement_id"] != measurementId || (query["api_secret"] != apiSecret && !isDebug))
            wrong.Add("measurement_id or api_secret");
        if (length is not < MaxBytes)
            wrong.Add($"a body of {length} bytes");
        var json = await ReadJsonAsync(context);
        if (json is { } body)
            CheckBody(body, wrong);
        if (isDebug)
        {
            await context.Response.WriteAsJsonAsync(new
            {
                validationMessages = wrong.Select(one => new { fieldPath = "events", description = one, validationCode = "VALUE_INVALID" }),
            });
            return;
        }

        foreach (var one in wrong)
            Refuse(one);
        if (wrong.Count == 0 && json is { } taken)
        {
            foreach (var one in taken.GetProperty("events").EnumerateArray())
                Take(one.GetProperty("params").TryGetProperty("message_id", out var id) ? id.GetString()! : "without message_id");
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static void CheckBody(JsonElement body, List<string> wrong)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            wrong.Add("no object");
            return;
        }

        OnlyMembers(body, Members, wrong);
        if (!body.TryGetProperty("client_id", out var client) || client.ValueKind != JsonValueKind.String || !ClientId().IsMatch(client.GetString()!))
            wrong.Add("client_id");
        if (body.TryGetProperty("user_id", out var user) && (user.ValueKind != JsonValueKind.String || user.GetString()!.Length is 0 or > 256))
            wrong.Add("user_id");
        if (body.TryGetProperty("consent", out var consent))
        {
            OnlyMembers(consent, ["ad_user_data", "ad_personalization"], wrong);
            if (consent.EnumerateObject().Any(one => one.Value.GetString() is not ("GRANTED" or "DENIED")))
                wrong.Add("consent");
        }

        if (body.TryGetProperty("user_location", out var location))
            OnlyMembers(location, LocationMembers, wrong);
        if (body.TryGetProperty("device", out var device))
            OnlyMembers(device, DeviceMembers, wrong);
        if (body.TryGetProperty("validation_behavior", out var behavior) && behavior.GetString() is not ("RELAXED" or "ENFORCE_RECOMMENDATIONS"))
            wrong.Add("validation_behavior");
        if (!body.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Array || events.GetArrayLength() is 0 or > MaxEvents)
        {
            wrong.Add("events: there must be 1 to 25");
            return;
        }

        foreach (var one in events.EnumerateArray())
            Ga4EventRules.Check(one, wrong);
    }

    internal static void OnlyMembers(JsonElement json, string[] known, List<string> wrong) =>
        wrong.AddRange(json.EnumerateObject().Select(member => member.Name).Except(known).Select(name => $"{name} is no member"));

    [GeneratedRegex(@"\A[0-9]+\.[0-9]+\z")]
    private static partial Regex ClientId();
}
