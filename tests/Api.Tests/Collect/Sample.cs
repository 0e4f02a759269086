using System.Text.Json.Nodes;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Collect;

/// <summary>Valid events, each with every field that the contract names.</summary>
internal static class Sample
{
    public const string PageUrl = "https://shop.example/boots";

    /// <summary>The types of the contract.</summary>
    public static readonly string[] Types =
        ["page_view", "click", "form_input", "form_submit", "transaction", "engagement", "identify", "custom"];

    private const string Context =
        """
        {
          "page": { "url": "https://shop.example/boots", "title": "Boots", "referrer": "https://news.example/today" },
          "campaign": { "source": "letter", "medium": "email", "name": "autumn", "term": "boots", "content": "top" },
          "clickIds": { "gclid": "g-1", "fbclid": "f-1" },
          "clientIds": { "ga": "1.2", "gaSession": "3", "fbp": "fb.1", "fbc": "fb.2" },
          "locale": "pt-BR", "timezone": "America/Sao_Paulo", "screen": { "width": 1280, "height": 720 }, "gpc": false,
          "consent": { "analytics": true, "marketing": true, "personalization": true }
        }
        """;

    /// <summary>A page view with nothing but what is required.</summary>
    public static JsonObject PageView(string? messageId = null)
    {
        var view = Json.Object($$"""{ "type": "page_view", "properties": { "url": "{{PageUrl}}" } }""");
        return messageId is null ? view : view.With("messageId", messageId);
    }

    /// <summary>An event of a type with all its fields, and consent to everything.</summary>
    public static JsonObject Whole(string type)
    {
        var sample = Json.Object(
            $$"""{ "type": "{{type}}", "anonymousId": "a-1", "userId": "u-1", "properties": {{PropertiesOf(type)}}, "context": {{Context}} }""");
        return type == "custom" ? sample.With("name", "wish_list_shared") : sample;
    }

    /// <summary>Consent as an event says it.</summary>
    public static JsonObject Consent(bool analytics, bool marketing = false) =>
        Json.Object($$"""{ "analytics": {{Word(analytics)}}, "marketing": {{Word(marketing)}} }""");

    /// <summary>A batch of events.</summary>
    public static JsonObject Batch(params IEnumerable<JsonNode?> events) => new() { ["events"] = new JsonArray([.. events]) };

    private static string Word(bool value) => value ? "true" : "false";

    private static string PropertiesOf(string type) => type switch
    {
        "page_view" => """{ "url": "https://shop.example/boots", "title": "Boots", "referrer": "https://news.example/today" }""",
        "click" =>
            """
            { "url": "https://shop.example/boots", "kind": "outbound",
              "element": { "tag": "a", "id": "more", "text": "More", "href": "https://maker.example/boots" } }
            """,
        "form_input" =>
            """
            { "url": "https://shop.example/boots", "form": { "id": "f", "name": "signup" },
              "field": { "name": "city", "type": "text", "value": "Recife" } }
            """,
        "form_submit" =>
            """{ "url": "https://shop.example/boots", "form": { "id": "f", "name": "signup" }, "fieldCount": 3, "outcome": "invalid" }""",
        "transaction" =>
            """
            { "orderId": "o-1", "value": 99.9, "currency": "BRL", "tax": 9.9, "shipping": 5, "discount": 1, "coupon": "TEN",
              "status": "refunded", "url": "https://shop.example/boots",
              "items": [{ "sku": "b-1", "name": "Boot", "category": "Shoes", "brand": "Maker", "variant": "42", "price": 49.95, "quantity": 2 }] }
            """,
        "engagement" => """{ "url": "https://shop.example/boots", "engagedMs": 12000, "scrollPercent": 80 }""",
        "identify" => """{ "traits": { "plan": "gold", "since": 2019, "tags": ["a", { "b": null }] } }""",
        "custom" => """{ "url": "https://shop.example/boots", "count": 3, "nested": { "list": [1, "two", true, null] } }""",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
