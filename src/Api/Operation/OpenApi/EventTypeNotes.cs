using Microsoft.OpenApi;

namespace Tracking.Api.Operation.OpenApi;

/// <summary>What the document says of one event type.</summary>
/// <param name="Type">The type's name.</param>
/// <param name="Component">Its schema's name.</param>
/// <param name="Meaning">When it is sent.</param>
/// <param name="Properties">Its own properties.</param>
/// <param name="Example">An event that the service accepts.</param>
internal sealed record EventTypeNote(string Type, string Component, string Meaning, IReadOnlyList<Field> Properties, string Example)
{
    /// <summary>Members beside the properties that this type requires, with what they mean for it.</summary>
    public IReadOnlyList<Field> OnEvent { get; init; } = [];

    /// <summary>Whether an event without properties is none.</summary>
    public bool RequiresProperties => Properties.Any(property => property.IsRequired);
}

/// <summary>The event types as senders write them (HTTP contract v1, "Collect"): a test holds this table against the registered types.</summary>
internal static class EventTypeNotes
{
    private static readonly Field PageUrl = Field.Url("url", "The page's absolute http or https URL.").Required();

    private static readonly Field Form = Field.Group("form", "The form; {} is the page's nameless one.",
        new Field("id", "Its id."), new Field("name", "Its name.")).Required();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EventTypeNote> All { get; } =
    [
        new("page_view", "PageViewEvent", "A page was seen.",
            [
                PageUrl,
                new Field("title", "The document's title."),
                Field.Url("referrer", "Where the visitor came from."),
            ],
            """
            { "type": "page_view", "messageId": "3e4f0c6a-page", "anonymousId": "7b0c5f2e-6d0a-4c5e-9a51-0d1d5c1f7a10",
              "properties": { "url": "https://shop.example/shoes?utm_source=news", "title": "Shoes", "referrer": "https://news.example/" },
              "context": { "consent": { "analytics": true, "marketing": false } } }
            """),
        new("click", "ClickEvent", "Something on a page was clicked.",
            [
                PageUrl,
                Field.Group("element", "What was clicked.",
                    new Field("tag", "Tag name."),
                    new Field("id", "The element's id."),
                    new Field("text", "Its visible text; withheld without analytics consent."),
                    Field.Url("href", "Its target, which may also be mailto: or tel:.")),
                Field.Word("kind", "What kind of thing it is.", "element", "link", "outbound", "download", "mailto", "tel") with { Default = "element" },
            ],
            """
            { "type": "click",
              "properties": { "url": "https://shop.example/shoes", "kind": "outbound",
                "element": { "tag": "a", "id": "map", "text": "How to find us", "href": "https://maps.example/shop" } } }
            """),
        new("form_input", "FormInputEvent", "A field of a form was filled in.",
            [
                PageUrl,
                Form,
                Field.Group("field", "The field.",
                    new Field("name", "Its name.").Required(),
                    new Field("type", "Its type: text, email, …"),
                    new Field("value", "What was entered; kept only where the site's formFields list the field, and with analytics consent.")).Required(),
            ],
            """
            { "type": "form_input",
              "properties": { "url": "https://shop.example/signup", "form": { "id": "signup" }, "field": { "name": "email", "type": "email" } } }
            """),
        new("form_submit", "FormSubmitEvent", "A form was submitted, or the attempt failed since it was filled in wrongly.",
            [
                PageUrl,
                Form,
                Field.Count("fieldCount", "How many fields the form has.", 0, 10_000),
                Field.Word("outcome", "Whether it was sent.", "submitted", "invalid") with { Default = "submitted" },
            ],
            """
            { "type": "form_submit",
              "properties": { "url": "https://shop.example/signup", "form": { "id": "signup" }, "fieldCount": 3, "outcome": "submitted" } }
            """),
        new("transaction", "TransactionEvent", "An order was completed, or refunded.",
            [
                new Field("orderId", "The shop's id of the order. Of an order's events the first by event time counts.") { MaxLength = 256, IsRequired = true },
                Field.Money("value", "What the order is worth, in currency.").Required(),
                new Field("currency", "ISO 4217 code in capitals.") { MaxLength = 3, IsRequired = true },
                Field.Money("tax", "Tax in it."),
                Field.Money("shipping", "Shipping in it."),
                Field.Money("discount", "Discount on it."),
                new Field("coupon", "Coupon code; withheld without analytics consent."),
                Field.Word("status", "Refunds are shown apart and never subtracted.", "completed", "refunded") with { Default = "completed" },
                Field.Url("url", "The page's absolute URL."),
                Field.Group("items", "What was bought; at most 1,000.",
                    new Field("sku", "The product's id.").Required(),
                    new Field("name", "Its name."),
                    new Field("category", "Its category."),
                    new Field("brand", "Its brand."),
                    new Field("variant", "Its variant."),
                    Field.Money("price", "Price of one."),
                    Field.Count("quantity", "How many.", 1)) with { IsList = true },
            ],
            """
            { "type": "transaction", "messageId": "order-4711",
              "properties": { "orderId": "4711", "value": 129.90, "currency": "EUR", "tax": 20.74, "shipping": 4.90, "coupon": "SPRING",
                "url": "https://shop.example/thanks",
                "items": [ { "sku": "S-1", "name": "Runner", "category": "Shoes", "price": 62.50, "quantity": 2 } ] } }
            """),
        new("engagement", "EngagementEvent", "How long and how far a page was read.",
            [
                PageUrl,
                Field.Count("engagedMs", "Milliseconds for which the page was visible and in use.", 0, 86_400_000),
                new Field("scrollPercent", "The deepest point that was scrolled to; kept in whole percent.", JsonSchemaType.Number) { Least = 0, Most = 100 },
            ],
            """
            { "type": "engagement", "properties": { "url": "https://shop.example/shoes", "engagedMs": 42000, "scrollPercent": 80 } }
            """),
        new("identify", "IdentifyEvent", "Who a visitor is. It counts in no figure, and is dropped without analytics consent.",
            [Field.Free("traits", "What else the sender knows of the person.")],
            """
            { "type": "identify", "anonymousId": "7b0c5f2e-6d0a-4c5e-9a51-0d1d5c1f7a10", "userId": "customer-17",
              "properties": { "traits": { "plan": "gold" } }, "context": { "consent": { "analytics": true } } }
            """)
        {
            OnEvent = [new Field("userId", "The sender's id of the person.") { MaxLength = 256, IsRequired = true }],
        },
        new("custom", "CustomEvent", "Whatever else is worth counting, by a name of its own.",
            [Field.Url("url", "The page's absolute URL.")],
            """
            { "type": "custom", "name": "size_chart_opened", "properties": { "url": "https://shop.example/shoes", "product": "S-1" } }
            """)
        {
            OnEvent = [new Field("name", "What happened: no event type's name.") { MaxLength = 128, IsRequired = true }],
        },
    ];
}
