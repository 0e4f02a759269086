using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Tracking.StandIns;

/// <summary>Segment's HTTP Tracking API, <c>/v1/batch</c>: it says 200 to nearly everything, and throws away what its documentation does not allow.</summary>
/// <param name="writeKey">The source's write key.</param>
public sealed class SegmentStandIn(string writeKey) : StandIn
{
    private const int MaxBody = 500_000;
    private const int MaxEvents = 2_500;
    private const int MaxEvent = 32_768;
    private const int MaxMessageId = 100;

    private static readonly string[] Types = ["identify", "track", "page", "screen", "group", "alias"];

    private static readonly string[] Objects = ["library", "page", "campaign", "screen", "consent"];
    private static readonly string[] Texts = ["locale", "timezone", "userAgent"];
    private static readonly string[] PageMembers = ["path", "referrer", "search", "title", "url"];
    private static readonly string[] CampaignMembers = ["name", "source", "medium", "term", "content"];

    /// <inheritdoc/>
    protected override async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        if (context.Request.Method != "POST" || context.Request.Path != "/v1/batch")
        {
            Refuse($"{context.Request.Method} {context.Request.Path}");
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (context.Request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(writeKey + ":")))
        {
            Refuse("write key");
            response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var isTooLarge = context.Request.ContentLength is not { } length || length > MaxBody;
        if (isTooLarge)
            Refuse($"body of {context.Request.ContentLength} bytes");
        if (await ReadJsonAsync(context) is not { } json || isTooLarge)
        {
            response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        ReadBatch(json);
        await response.WriteAsJsonAsync(new { success = true }, context.RequestAborted);
    }

    private static bool IsTime(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString()!.EndsWith('Z') && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _);

    private static string? TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0 ? value.GetString() : null;

    private void ReadBatch(JsonElement json)
    {
        var batch = json.GetProperty("batch");
        if (!IsTime(json, "sentAt"))
            Refuse("sentAt");
        if (batch.GetArrayLength() > MaxEvents)
        {
            Refuse($"{batch.GetArrayLength()} events");
            return;
        }

        foreach (var one in batch.EnumerateArray())
        {
            if (Wrong(one) is { } reason)
                Refuse(reason + ": " + one.GetRawText());
            else
                Take(one.GetProperty("messageId").GetString()!);
        }
    }

    private static string? Wrong(JsonElement one)
    {
        var type = TextOf(one, "type");
        if (Encoding.UTF8.GetByteCount(one.GetRawText()) > MaxEvent)
            return "over 32 KB";
        if (TextOf(one, "messageId") is not { Length: <= MaxMessageId } || !IsTime(one, "timestamp"))
            return "messageId or timestamp";
        if (!Types.Contains(type))
            return "type";
        if (TextOf(one, "userId") is null && TextOf(one, "anonymousId") is null)
            return "no_user_anon_id";
        if (type == "identify" ? one.TryGetProperty("properties", out _) : one.GetProperty("properties").ValueKind != JsonValueKind.Object)
            return "properties";
        if (type == "track" ? TextOf(one, "event") is null : one.TryGetProperty("event", out _))
            return "event";
        if (type == "track" && TextOf(one, "event") is "Order Completed" or "Order Refunded" && WrongOrder(one.GetProperty("properties")) is { } order)
            return order;
        return WrongContext(one.GetProperty("context"));
    }

    private static string? WrongOrder(JsonElement order)
    {
        if (TextOf(order, "order_id") is null || TextOf(order, "currency") is not { Length: 3 } || order.GetProperty("revenue").ValueKind != JsonValueKind.Number)
            return "order";
        return order.GetProperty("products").EnumerateArray().All(product =>
            TextOf(product, "product_id") is not null && (!product.TryGetProperty("price", out var price) || price.ValueKind == JsonValueKind.Number))
            ? null
            : "product";
    }

    private static string? WrongContext(JsonElement context)
    {
        foreach (var member in context.EnumerateObject())
        {
            if (!(member.Value.ValueKind == JsonValueKind.Object ? Objects : Texts).Contains(member.Name) || member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.String))
                return "context." + member.Name;
        }

        if (context.TryGetProperty("page", out var page) && page.EnumerateObject().Any(part => !PageMembers.Contains(part.Name) || part.Value.ValueKind != JsonValueKind.String))
            return "context.page";
        if (context.TryGetProperty("campaign", out var campaign) && campaign.EnumerateObject().Any(part => !CampaignMembers.Contains(part.Name)))
            return "context.campaign";
        return context.GetProperty("consent").GetProperty("categoryPreferences").EnumerateObject().All(part => part.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            ? null
            : "context.consent";
    }
}
