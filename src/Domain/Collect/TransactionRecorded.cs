namespace Tracking.Domain.Collect;

/// <summary>An order was completed or refunded.</summary>
/// <param name="Header">Who, when and under which id.</param>
/// <param name="OrderId">The shop's id of the order; of an anonymised event the keyed hash of it in hex.</param>
/// <param name="OrderKey">Keyed hash of site and orderId, the same with and without consent: by it orders are counted.</param>
/// <param name="Value">What it is worth, in <paramref name="Currency"/>; 0 or more, six decimals.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Status">Completed or refunded.</param>
public sealed record TransactionRecorded(
    EventHeader Header, string OrderId, Guid OrderKey, decimal Value, string Currency, TransactionStatus Status) : CollectedEvent(Header)
{
    /// <summary>Tax within the value.</summary>
    public decimal? Tax { get; init; }

    /// <summary>Shipping within the value.</summary>
    public decimal? Shipping { get; init; }

    /// <summary>Discount already taken off the value.</summary>
    public decimal? Discount { get; init; }

    /// <summary>Coupon code; withheld without consent.</summary>
    public string? Coupon { get; init; }

    /// <summary>The page, if the sender says.</summary>
    public string? Url { get; init; }

    /// <summary>What was bought.</summary>
    public IReadOnlyList<TransactionItem> Items { get; init; } = [];

    /// <inheritdoc/>
    public override string? PageUrl => Url ?? base.PageUrl;

    /// <inheritdoc/>
    public override SessionRole SessionRole => SessionRole.Interaction;
}

/// <summary>What came of an order.</summary>
public enum TransactionStatus
{
    /// <summary>It stands.</summary>
    Completed,

    /// <summary>It was paid back.</summary>
    Refunded,
}

/// <summary>One line of an order.</summary>
/// <param name="Sku">The product's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Category">Its category.</param>
/// <param name="Brand">Its brand.</param>
/// <param name="Variant">Its variant (size, colour).</param>
/// <param name="Price">Price of one, in the order's currency.</param>
/// <param name="Quantity">How many.</param>
public sealed record TransactionItem(
    string Sku, string? Name, string? Category, string? Brand, string? Variant, decimal? Price, int? Quantity);
