namespace Tracking.Contracts.Events;

/// <summary>Properties of a <c>transaction</c>. Money is a decimal number in <paramref name="Currency"/>.</summary>
/// <param name="OrderId">The shop's id of the order; of an anonymised event a keyed hash of it.</param>
/// <param name="Value">What the order is worth.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Tax">Tax.</param>
/// <param name="Shipping">Shipping.</param>
/// <param name="Discount">Discount.</param>
/// <param name="Coupon">Coupon code; withheld without consent.</param>
/// <param name="Status"><c>completed</c> or <c>refunded</c>.</param>
/// <param name="Url">The page's absolute URL, cleaned.</param>
/// <param name="Items">What was bought.</param>
public sealed record Transaction(
    string OrderId,
    decimal Value,
    string Currency,
    decimal? Tax,
    decimal? Shipping,
    decimal? Discount,
    string? Coupon,
    string Status,
    string? Url,
    IReadOnlyList<TransactionItem> Items);

/// <summary>One line of an order.</summary>
/// <param name="Sku">The product's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Category">Its category.</param>
/// <param name="Brand">Its brand.</param>
/// <param name="Variant">Its variant.</param>
/// <param name="Price">Price of one.</param>
/// <param name="Quantity">How many.</param>
public sealed record TransactionItem(
    string Sku, string? Name, string? Category, string? Brand, string? Variant, decimal? Price, int? Quantity);
