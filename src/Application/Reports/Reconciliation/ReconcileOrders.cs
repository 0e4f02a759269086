using MediatR;
using Tracking.Domain.Destinations;

namespace Tracking.Application.Reports.Reconciliation;

/// <summary>Holds a shop's own list of completed orders against the transactions that are stored.</summary>
/// <param name="Scope">In which time both lie.</param>
/// <param name="Orders">The list, each order once.</param>
public sealed record ReconcileOrders(ReportScope Scope, IReadOnlyList<ListedOrder> Orders) : IRequest<OrdersReport>
{
    /// <summary>The most orders of one list.</summary>
    public const int MostOrders = 50_000;
}

/// <summary>An order by the shop's own books.</summary>
/// <param name="OrderId">Its id.</param>
/// <param name="Value">What it is worth; <c>null</c>: not compared.</param>
/// <param name="Currency">ISO 4217 code; <c>null</c>: not compared.</param>
public sealed record ListedOrder(string OrderId, decimal? Value, string? Currency);

/// <summary>What was found.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="From">Start of the range.</param>
/// <param name="To">End of the range, not in it.</param>
/// <param name="Timezone">IANA zone.</param>
/// <param name="Listed">Orders of the list.</param>
/// <param name="Matched">Those that are stored once, in the range, and with the same value and currency.</param>
/// <param name="Unlisted">Stored orders of the range that the list does not have.</param>
/// <param name="Findings">All other orders of the list, in its order, and then the unlisted ones, at most 1,000 of these.</param>
public sealed record OrdersReport(
    string Site,
    DateTimeOffset From,
    DateTimeOffset To,
    string Timezone,
    int Listed,
    int Matched,
    int Unlisted,
    IReadOnlyList<OrderFinding> Findings);

/// <summary>An order that is not as the list says.</summary>
/// <param name="OrderId">Its id, as it is in the list, or as it is stored: of an anonymised event a keyed hash.</param>
/// <param name="Finding">What is found.</param>
/// <param name="Explanation">What that means, and where to look.</param>
/// <param name="Stored">Its stored transactions, the one that counts first.</param>
public sealed record OrderFinding(string OrderId, OrderDifference Finding, string Explanation, IReadOnlyList<StoredOrder> Stored);

/// <summary>How an order differs.</summary>
public enum OrderDifference
{
    /// <summary>No transaction of it is stored.</summary>
    Missing,

    /// <summary>Several completed transactions of it are stored; reports count the first.</summary>
    Doubled,

    /// <summary>Its value or currency is another one.</summary>
    Different,

    /// <summary>It is stored, and not in the range.</summary>
    OutOfRange,

    /// <summary>It is stored, and not in the list.</summary>
    Unlisted,
}

/// <summary>A stored transaction of an order.</summary>
/// <param name="Event">Its number in the store, by which deliveries name it.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Status"><c>completed</c> or <c>refunded</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Destinations">By destination number what became of it there.</param>
public sealed record StoredOrder(
    long Event, DateTimeOffset Time, string Status, decimal Value, string Currency, IReadOnlyDictionary<int, DeliveryState> Destinations);
