using System.Security.Cryptography;
using System.Text;

namespace Tracking.Infrastructure.Destinations.Webhook;

/// <summary>Signs as Standard Webhooks 1.0 says: HMAC-SHA256 of id, time and body.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The key of a secret; <c>null</c> when it is none.</summary>
    public static byte[]? KeyOf(string? secret)
    {
        var key = new byte[64];
        return secret is not null && secret.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) && length >= 24
            ? key[..length]
            : null;
    }

    /// <summary>The header <c>webhook-signature</c>.</summary>
    public static string Of(byte[] key, string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes($"{id}.{unixSeconds}.");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. head, .. body]));
    }
}
