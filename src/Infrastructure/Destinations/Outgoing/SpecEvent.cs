using System.Globalization;
using System.Text.Json;
using Tracking.Contracts.Events;

namespace Tracking.Infrastructure.Destinations.Outgoing;

/// <summary>
/// Events in the words of Segment's specification, which other product platforms know too: orders as its e-commerce spec v2 has them, all else
/// in its manner (an object and what became of it; flat properties).
/// </summary>
internal static class SpecEvent
{
    /// <summary>The name that rules or the sender gave, else the type's.</summary>
    public static string NameOf(TrackedEvent<JsonElement?> one) => one.Name ?? one.Type switch
    {
        "page_view" => "Page Viewed",
        "click" => "Element Clicked",
        "form_input" => "Form Field Filled",
        "form_submit" => "Form Submitted",
        "engagement" => "Page Engaged",
        "transaction" => TextOf(one, "status") == "refunded" ? "Order Refunded" : "Order Completed",
        var other => other,
    };

    /// <summary>The properties; a custom event's as they are. What was entered into a form is not among them.</summary>
    public static Dictionary<string, object> PropertiesOf(TrackedEvent<JsonElement?> one)
    {
        var all = new Dictionary<string, object>();
        if (one.Properties is not { ValueKind: JsonValueKind.Object } own)
            return all;
        foreach (var property in own.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
        {
            if (one.Type == "custom")
                all[property.Name] = property.Value;
            else if (property is { Name: "form" or "field" or "element", Value.ValueKind: JsonValueKind.Object })
                AddParts(all, one, property);
            else if (one.Type == "transaction")
                AddOfOrder(all, property);
            else
                all[Snake(property.Name)] = property.Value;
        }

        return all;
    }

    /// <summary>What an <c>identify</c> knows of the person; absent: nothing.</summary>
    public static JsonElement? TraitsOf(TrackedEvent<JsonElement?> one) =>
        one.Properties is { ValueKind: JsonValueKind.Object } own && own.TryGetProperty("traits", out var traits) && traits.ValueKind == JsonValueKind.Object
            ? traits
            : null;

    /// <summary>A time as <c>2026-05-17T12:00:00.123Z</c>.</summary>
    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string? TextOf(TrackedEvent<JsonElement?> one, string name) =>
        one.Properties is { ValueKind: JsonValueKind.Object } own && own.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static void AddParts(Dictionary<string, object> all, TrackedEvent<JsonElement?> one, JsonProperty whole)
    {
        // Text and target of such a link are somebody's address or number.
        var isPersonal = TextOf(one, "kind") is "mailto" or "tel";
        foreach (var part in whole.Value.EnumerateObject().Where(part => part.Value.ValueKind != JsonValueKind.Null))
        {
            var isLeftOut = whole.Name == "field" ? part.Name == "value" : isPersonal && part.Name is "text" or "href";
            if (!isLeftOut)
                all[$"{whole.Name}_{part.Name}"] = part.Value;
        }
    }

    private static void AddOfOrder(Dictionary<string, object> all, JsonProperty property)
    {
        switch (property.Name)
        {
            case "status":
                break;
            case "orderId":
                all["order_id"] = property.Value;
                break;
            case "value":
                all["revenue"] = property.Value;
                break;
            case "items" when property.Value.ValueKind == JsonValueKind.Array:
                all["products"] = property.Value.EnumerateArray().Select(ProductOf).ToList();
                break;
            default:
                all[property.Name] = property.Value;
                break;
        }
    }

    private static Dictionary<string, object> ProductOf(JsonElement item)
    {
        var product = item.EnumerateObject().Where(part => part.Value.ValueKind != JsonValueKind.Null).ToDictionary(part => part.Name, part => (object)part.Value);
        if (product.TryGetValue("sku", out var sku))
            product["product_id"] = sku;
        return product;
    }

    /// <summary><c>engagedMs</c> is <c>engaged_ms</c>.</summary>
    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
