namespace Tracking.Infrastructure.Bus;

/// <summary>The path of a rejected event's sample: of what the sender named itself, the names may be personal data too.</summary>
internal static class SamplePath
{
    private static readonly string[] NamedBySender = ["context.clickIds", "context.clientIds", "properties.traits"];

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        string.Empty, "type", "name", "messageId", "timestamp", "sentAt", "anonymousId", "userId", "context", "properties",
    };

    private static readonly string[] KnownProperties =
    [
        "url", "title", "referrer", "kind", "element", "form", "field", "fieldCount", "outcome", "orderId", "value", "currency", "tax",
        "shipping", "discount", "coupon", "status", "items", "engagedMs", "scrollPercent", "traits",
    ];

    /// <summary>The path with <c>*</c> for what the sender named.</summary>
    public static string Of(string path)
    {
        foreach (var prefix in NamedBySender)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal))
                return path.Length == prefix.Length ? path : prefix + ".*";
        }

        if (Known.Contains(path) || path.StartsWith("context.", StringComparison.Ordinal))
            return path;
        return KnownProperties.Any(name => IsOf(path, "properties." + name)) ? path : "properties.*";
    }

    private static bool IsOf(string path, string known) =>
        path.StartsWith(known, StringComparison.Ordinal) && (path.Length == known.Length || path[known.Length] is '.' or '[');
}
