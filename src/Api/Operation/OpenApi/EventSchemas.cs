using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Tracking.Application.Collect.Enrichment.Devices;
using static Tracking.Api.Operation.OpenApi.Field;

namespace Tracking.Api.Operation.OpenApi;

/// <summary>The body of <c>POST /v1/events</c> as schemas and examples.</summary>
internal static class EventSchemas
{
    public const string Event = "CollectEvent";
    public const string Batch = "CollectBatch";
    private const string Context = "CollectContext";
    public const string Consent = "CollectConsent";
    private const JsonSchemaType Time = JsonSchemaType.String | JsonSchemaType.Integer;
    private const string TimeForm = "ISO 8601 with offset, or epoch milliseconds.";
    private const string BatchExample =
        """
        { "sentAt": "2026-05-17T10:05:03.120Z",
          "context": { "locale": "pt-BR", "timezone": "America/Sao_Paulo", "screen": { "width": 390, "height": 844 } },
          "events": [
            { "type": "page_view", "messageId": "b-1", "timestamp": "2026-05-17T10:05:01Z", "properties": { "url": "https://shop.example/" } },
            { "type": "click", "messageId": "b-2", "timestamp": "2026-05-17T10:05:02Z",
              "properties": { "url": "https://shop.example/", "kind": "link", "element": { "tag": "a", "href": "https://shop.example/shoes" } } } ] }
        """;

    private static readonly Field[] OnEveryEvent =
    [
        new("messageId", "The idempotency key within the site: printable ASCII. Send the same again and it counts once. Absent: made here, and then a repetition is a new event.")
        {
            MaxLength = 100,
        },
        new("timestamp", $"When it happened; absent: when it was received. {TimeForm} A write key may send the last 30 days, a secret key back to 1995.", Time),
        new("anonymousId", "The id that the visitor's browser keeps.") { MaxLength = 256 },
        new("userId", "The sender's id of a known person.") { MaxLength = 256 },
        Of("context", "The surroundings; what is absent here is taken from the batch's.", Context),
    ];

    private static readonly Field[] ContextMembers =
    [
        Group("page", "The page on which it happened.", Url("url", "Its URL."), new Field("title", "Its title."), Url("referrer", "Where the visitor came from.")),
        Group("campaign", "The campaign that led here.",
            new Field("source", "utm_source."), new Field("medium", "utm_medium."), new Field("name", "utm_campaign."),
            new Field("term", "utm_term."), new Field("content", "utm_content.")),
        Free("clickIds", "Click ids by name (gclid, fbclid, …); removed without marketing consent."),
        Free("clientIds", "Ids of other tools (ga, gaSession, fbp, fbc); removed without marketing consent."),
        new("locale", "Language of the browser, such as pt-BR."),
        new("timezone", "IANA zone of the browser."),
        Group("screen", "Size in CSS pixels.", Count("width", "Width.", 0, 100_000), Count("height", "Height.", 0, 100_000)),
        Flag("gpc", "Global Privacy Control; true as the header Sec-GPC: 1, which denies marketing."),
        Of("consent", "What the visitor decided, at the event's time.", Consent),
        Group("userAgentData", "What the browser says of itself (navigator.userAgentData and its high-entropy values); absent: the headers Sec-CH-UA of a browser's own request.",
            Brands("brands", "Brands with their first version number."), Brands("fullVersionList", "Brands with their full versions."),
            Flag("mobile", "Whether it prefers a mobile page."), Hint("platform", "Operating system."), Hint("platformVersion", "Its version."),
            Hint("model", "Model of the device."), Hint("uaFullVersion", "The full version, as older browsers tell it.")),
        new("userAgent", "The visitor's user agent, at most 1,024 characters; heeded only from a secret key."),
        new("ip", "The visitor's address, IPv4 or IPv6, one and without port; heeded only from a secret key."),
    ];

    private static readonly Field[] ConsentMembers =
    [
        Flag("analytics", "May the event be tied to the visitor?"),
        Flag("marketing", "May it carry click and client ids?"),
        Flag("personalization", "May it be used to personalise?"),
        Word("analytics_storage", "Google Consent Mode's name of analytics.", "granted", "denied"),
        Word("ad_storage", "Part of marketing.", "granted", "denied"),
        Word("ad_user_data", "Part of marketing.", "granted", "denied"),
        Word("ad_personalization", "Part of marketing.", "granted", "denied"),
        Word("personalization_storage", "Google Consent Mode's name of personalization.", "granted", "denied"),
    ];

    /// <summary>The body's examples: one of each type, and a batch.</summary>
    public static IReadOnlyDictionary<string, (string Summary, string Json)> Examples { get; } = EventTypeNotes.All
        .Select(note => KeyValuePair.Create(note.Type, (note.Meaning, note.Example)))
        .Append(KeyValuePair.Create("batch", ("Several events at once, sent a little after they happened.", BatchExample)))
        .ToDictionary();

    /// <summary>The body's schema: one event, or a batch.</summary>
    public static OpenApiSchema Body(OpenApiDocument document) => new()
    {
        OneOf = [new OpenApiSchemaReference(Event, document), new OpenApiSchemaReference(Batch, document)],
    };

    /// <summary>Adds what the body's schema names.</summary>
    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent(Consent, Described(ObjectOf(ConsentMembers, document),
            "Decisions per purpose, in our words or in those of Google Consent Mode v2. A purpose that is absent is decided by the record, else by the site's default."));
        document.AddComponent(Context, Described(ObjectOf(ContextMembers, document), "The surroundings of an event."));
        foreach (var note in EventTypeNotes.All)
            document.AddComponent(note.Component, SchemaOf(note, document));
        document.AddComponent(Event, new OpenApiSchema
        {
            Description = "One event. URLs have at most 2,048 characters, other texts 1,024, an event 32 KiB. Wrong types are errors, not coerced.",
            OneOf = [.. EventTypeNotes.All.Select(note => new OpenApiSchemaReference(note.Component, document))],
            Discriminator = new OpenApiDiscriminator
            {
                PropertyName = "type",
                Mapping = EventTypeNotes.All.ToDictionary(note => note.Type, note => new OpenApiSchemaReference(note.Component, document)),
            },
        });
        document.AddComponent(Batch, BatchSchema(document));
    }

    private static Field Hint(string name, string meaning) => new(name, meaning) { MaxLength = ClientHints.MaxTextLength };

    private static Field Brands(string name, string meaning) =>
        Group(name, $"{meaning} At most {ClientHints.MaxBrands}.", Hint("brand", "Its name."), Hint("version", "Its version.")) with { IsList = true };

    private static OpenApiSchema BatchSchema(OpenApiDocument document)
    {
        var batch = ObjectOf(
            [
                new Field("sentAt", $"When the request was sent, by the sender's clock, which corrects its events' times. {TimeForm}", Time),
                Of("context", "What all its events have in common.", Context),
            ],
            document);
        batch.Properties!["events"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            MinItems = 1,
            MaxItems = 2_500,
            Items = new OpenApiSchemaReference(Event, document),
        };
        batch.Required!.Add("events");
        return Described(batch, "Several events. A good one is never lost to a bad neighbour.");
    }

    private static OpenApiSchema SchemaOf(EventTypeNote note, OpenApiDocument document)
    {
        var special = note.OnEvent.Select(field => field.Name).ToHashSet();
        var schema = ObjectOf([.. note.OnEvent, .. OnEveryEvent.Where(field => !special.Contains(field.Name))], document);
        schema.Properties!["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [note.Type] };
        var properties = ObjectOf(note.Properties, document);
        properties.Description = "What the type defines.";
        schema.Properties["properties"] = properties;
        schema.Required!.Add("type");
        if (note.RequiresProperties)
            schema.Required.Add("properties");
        schema.Examples = [JsonNode.Parse(note.Example)!];
        return Described(schema, note.Meaning);
    }

    private static OpenApiSchema Described(OpenApiSchema schema, string description)
    {
        schema.Description = description;
        return schema;
    }
}
