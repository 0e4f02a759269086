using System.Text.Json.Serialization;
using Tracking.Contracts.Events;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Ga4;

/// <summary>One line of an order in Google's words.</summary>
internal sealed record Ga4Item(
    [property: JsonPropertyName("item_id")] string? Id,
    [property: JsonPropertyName("item_name")] string? Name,
    [property: JsonPropertyName("item_category")] string? Category,
    [property: JsonPropertyName("item_brand")] string? Brand,
    [property: JsonPropertyName("item_variant")] string? Variant,
    [property: JsonPropertyName("price")] decimal? Price,
    [property: JsonPropertyName("quantity")] int? Quantity)
{
    private const int MostOfAnOrder = 200;

    /// <summary>The first 200 of an order.</summary>
    public static IReadOnlyList<Ga4Item> Of(IReadOnlyList<TransactionItem> items) =>
        [.. items.Take(MostOfAnOrder).Select(item => new Ga4Item(
            Cut(item.Sku), Cut(item.Name), Cut(item.Category), Cut(item.Brand), Cut(item.Variant), item.Price, item.Quantity))];

    private static string? Cut(string? text) => text is null ? null : CutText.To(text, Ga4Parameters.MaxTextLength);
}
