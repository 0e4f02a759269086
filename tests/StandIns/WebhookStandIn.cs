using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Tracking.StandIns;

/// <summary>A receiver of Standard Webhooks 1.0 that checks what the specification has it check.</summary>
/// <param name="secret">The secret it shares with the sender.</param>
public sealed class WebhookStandIn(string secret) : StandIn
{
    private const int ToleratedSeconds = 300;

    private readonly byte[] key = Convert.FromBase64String(secret["whsec_".Length..]);

    /// <inheritdoc/>
    protected override async Task AnswerAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        var body = await BytesAsync(context);
        context.Request.Body.Position = 0;
        if (await ReadJsonAsync(context) is not { } json || !IsSigned(context, body))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        foreach (var one in json.GetProperty("data").EnumerateArray())
            Take(one.GetProperty("messageId").GetString()!);
        if (json.GetProperty("type").GetString() != "tracking.events.v1" || json.GetProperty("timestamp").ValueKind != JsonValueKind.String)
            Refuse("type or timestamp");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<byte[]> BytesAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        return memory.ToArray();
    }

    private bool IsSigned(HttpContext context, byte[] body)
    {
        var headers = context.Request.Headers;
        var (id, time) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        var isTimely = long.TryParse(time, out var seconds) && Math.Abs(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - seconds) <= ToleratedSeconds;
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. body]));
        if (id.Length > 0 && isTimely && headers["webhook-signature"].ToString().Split(' ').Contains("v1," + signature))
            return true;
        Refuse("signature");
        return false;
    }
}
