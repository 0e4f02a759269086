using System.Text.RegularExpressions;

namespace Tracking.Infrastructure.Bus;

/// <summary>The path of a rejected event's sample: of what the sender named itself, the names may be personal data too.</summary>
internal static partial class SamplePath
{
    private static readonly string[] NamedBySender = ["context.clickIds", "context.clientIds", "properties.traits"];

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        string.Empty, "type", "name", "messageId", "timestamp", "sentAt", "anonymousId", "userId", "context", "properties",
    };

    // Whole paths: a custom event may have any names below what another type calls its own.
    private static readonly HashSet<string> KnownProperties = new(StringComparer.Ordinal)
    {
        "url", "title", "referrer", "kind", "element", "element.tag", "element.id", "element.text", "element.href", "form", "form.id",
        "form.name", "field", "field.name", "field.type", "field.value", "value", "fieldCount", "outcome", "orderId", "currency", "tax",
        "shipping", "discount", "coupon", "status", "items", "items[]", "items[].sku", "items[].name", "items[].category", "items[].brand",
        "items[].variant", "items[].price", "items[].quantity", "engagedMs", "scrollPercent",
    };

    /// <summary>The path with <c>*</c> for what the sender named.</summary>
    public static string Of(string path)
    {
        const string properties = "properties.";
        foreach (var prefix in NamedBySender)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal))
                return path.Length == prefix.Length ? path : prefix + ".*";
        }

        if (Known.Contains(path) || path.StartsWith("context.", StringComparison.Ordinal))
            return path;
        var isKnown = path.StartsWith(properties, StringComparison.Ordinal)
            && KnownProperties.Contains(Index().Replace(path[properties.Length..], "[]"));
        return isKnown ? path : properties + "*";
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
