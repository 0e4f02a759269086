using System.Text.Json.Nodes;

namespace Tracking.Application.Tests.Collect;

/// <summary>One event of a type with everything that the contract lets it say.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Required">The path of something that it must not lack.</param>
/// <param name="OwnJson">What only this type has: <c>properties</c>, and <c>name</c> of a custom event.</param>
/// <remarks>
/// All that could tell who the visitor was begins with <see cref="EventSamples.Canary"/>, so that a test can look for it wherever the
/// event goes. Everything else is to arrive as it was sent.
/// </remarks>
public sealed record EventSample(string Type, string Required, string OwnJson)
{
    /// <summary>The event as its sender writes it.</summary>
    public JsonObject Json()
    {
        var json = JsonNode.Parse(EventSamples.CommonJson)!.AsObject();
        json["type"] = Type;
        foreach (var (name, value) in JsonNode.Parse(OwnJson)!.AsObject())
            json[name] = value?.DeepClone();
        return json;
    }

    /// <summary>The event without what it must not lack.</summary>
    public JsonObject WithoutRequired()
    {
        var json = Json();
        var path = Required.Split('.');
        path[..^1].Aggregate(json, (owner, name) => owner[name]!.AsObject()).Remove(path[^1]).ShouldBeTrue($"{Type} has no {Required}");
        return json;
    }

    public override string ToString() => Type;
}

/// <summary>A sample of every event type: whoever adds a type adds one here.</summary>
internal static class EventSamples
{
    public const string Canary = "canary";

    /// <summary>Kept by nobody as it is: what is kept of a version is its first number.</summary>
    public const string UserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.6099.71";

    public const string Address = "203.0.113.77";

    private const string Url = "https://canary-user:canary-password@shop.example/sale?utm_source=news&sort=canary-sort&gclid=canary-gclid#canary-fragment";
    private const string Referrer = "https://blog.example/post?utm_medium=email&q=canary-query#canary-fragment";

    public static readonly string CommonJson = $$"""
        {
          "messageId": "canary-message",
          "timestamp": "2026-05-17T10:05:03.250Z",
          "anonymousId": "canary-browser",
          "userId": "canary-person",
          "unheardOf": "canary-unheard-of",
          "context": {
            "page": { "url": "{{Url}}", "title": "Sale", "referrer": "{{Referrer}}" },
            "campaign": { "source": "news", "medium": "email", "name": "spring", "term": "shoes", "content": "top" },
            "clickIds": { "gclid": "canary-click", "fbclid": "canary-click-2" },
            "clientIds": { "ga": "canary-client", "fbp": "canary-client-2" },
            "locale": "pt-BR",
            "timezone": "America/Sao_Paulo",
            "screen": { "width": 1440, "height": 900 },
            "ip": "203.0.113.77",
            "userAgent": "{{UserAgent}}",
            "userAgentData": {
              "brands": [ { "brand": "canary-brand", "version": "canary-version" } ], "platform": "canary-platform", "model": "canary-model" },
            "unheardOf": { "id": "canary-unheard-of" }
          }
        }
        """;

    public static IReadOnlyList<EventSample> All { get; } =
    [
        new("page_view", "properties.url", $$"""
            { "properties": { "url": "{{Url}}", "title": "Sale", "referrer": "{{Referrer}}", "unheardOf": "canary-unheard-of" } }
            """),
        new("click", "properties.url", $$"""
            { "properties": {
                "url": "{{Url}}", "kind": "outbound",
                "element": { "tag": "a", "id": "buy", "text": "canary-text", "href": "https://pay.example/?token=canary-token#canary-fragment" },
                "unheardOf": "canary-unheard-of" } }
            """),
        new("form_input", "properties.field", $$"""
            { "properties": {
                "url": "{{Url}}", "form": { "id": "signup", "name": "Sign up" },
                "field": { "name": "city", "type": "text", "value": "canary-value" }, "unheardOf": "canary-unheard-of" } }
            """),
        new("form_submit", "properties.form", $$"""
            { "properties": {
                "url": "{{Url}}", "form": { "id": "signup", "name": "Sign up" }, "fieldCount": 4, "outcome": "invalid",
                "unheardOf": "canary-unheard-of" } }
            """),
        new("transaction", "properties.currency", $$"""
            { "properties": {
                "orderId": "canary-order", "value": 120.5, "currency": "BRL", "tax": 10, "shipping": 5.25, "discount": 0.000001,
                "coupon": "canary-coupon", "status": "refunded", "url": "{{Url}}",
                "items": [
                  { "sku": "S-1", "name": "Shoe", "category": "Shoes", "brand": "Acme", "variant": "42", "price": 60.25, "quantity": 2 },
                  { "sku": "S-2" } ],
                "unheardOf": "canary-unheard-of" } }
            """),
        new("engagement", "properties.url", $$"""
            { "properties": { "url": "{{Url}}", "engagedMs": 15000, "scrollPercent": 80, "unheardOf": "canary-unheard-of" } }
            """),
        new("identify", "userId", """
            { "properties": { "traits": { "plan": "canary-plan", "addresses": [ { "city": "canary-city" } ] }, "unheardOf": "canary-unheard-of" } }
            """),
        new("custom", "name", $$"""
            { "name": "video_played", "properties": {
                "url": "{{Url}}", "videoId": "v-7", "seconds": 31.5, "viewer": { "name": "canary-viewer" }, "tags": [ "canary-tag" ] } }
            """),
    ];

    public static EventSample Of(string type) => All.Single(sample => sample.Type == type);
}
