using System.Globalization;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Collect;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Reconciliation;
using Tracking.Contracts.Events;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Reports.Reconciliation;

internal sealed class ReconcileOrdersHandler(IDbContextFactory<TrackingContext> contexts, IHashKeys keys) : IRequestHandler<ReconcileOrders, OrdersReport>
{
    private const int ChunkSize = 500;
    private const int MostUnlisted = 1_000;
    private const string Completed = "completed";

    public async Task<OrdersReport> Handle(ReconcileOrders request, CancellationToken cancellationToken)
    {
        var (scope, range) = (request.Scope, request.Scope.Range);
        await using var db = await contexts.CreateForReportsAsync(cancellationToken);
        var listed = request.Orders.Select(order => (Order: order, Key: OrderKeys.Of(keys, scope.Site.Name, order.OrderId))).ToList();
        var (inRange, unlisted) = await TransactionsAsync(db, scope, listed.Select(one => one.Key).ToHashSet(), cancellationToken);
        // Of one that was refunded in the range the purchase may lie before it.
        var elsewhere = await ElsewhereAsync(
            db, scope, [.. listed.Select(one => one.Key).Where(key => !inRange.GetValueOrDefault(key, []).Exists(stored => stored.Status == Completed))], cancellationToken);

        var findings = new List<OrderFinding>();
        foreach (var (order, key) in listed)
        {
            if (Find(order, inRange.GetValueOrDefault(key) ?? [], elsewhere.GetValueOrDefault(key)) is { } finding)
                findings.Add(finding);
        }

        var differing = findings.Count;
        findings.AddRange(inRange.Where(one => unlisted.Contains(one.Key)).Take(MostUnlisted).Select(one => new OrderFinding(
            one.Value[0].OrderId, OrderDifference.Unlisted, "It is stored, and not in the list: an order of a test, or one that the shop cancelled or has in another time.", Shown(one.Value))));
        return new OrdersReport(
            scope.Site.Name, range.FromTime, range.ToTime, range.Zone.Id, listed.Count, listed.Count - differing, unlisted.Count,
            await WithDestinationsAsync(db, findings, cancellationToken));
    }

    private static OrderFinding? Find(ListedOrder order, List<OrderEvent> stored, long? elsewhereMs)
    {
        var completed = stored.Where(one => one.Status == Completed).ToList();
        if (completed.Count == 0)
        {
            return elsewhereMs is { } ms
                ? Of(OrderDifference.OutOfRange, $"It is stored with the time {DateTimeOffset.FromUnixTimeMilliseconds(ms):u}, which is outside the range: compare by the same zone and time.")
                : Of(OrderDifference.Missing, stored.Count > 0
                    ? "Only a refund of it is stored: the completed transaction was never sent, was rejected (reports/quality/rejected), or dropped for want of consent."
                    : "Nothing of it is stored: it was never sent (a blocker, a page that was closed), was rejected (reports/quality/rejected), or dropped for want of consent. Send it from the server to be sure.");
        }

        if (completed.Count > 1)
            return Of(OrderDifference.Doubled, $"{completed.Count} completed transactions of it are stored, with message ids of their own: the thank-you page was opened again, or page and server both send it. Reports count the first; platforms that know no order ids count all.");
        var first = completed[0];
        if (order.Value is { } value && value != first.Value)
            return Of(OrderDifference.Different, $"Its value is {Text(first.Value)} where the list says {Text(value)}: with or without tax and shipping, or changed after the purchase.");
        return order.Currency is { } currency && currency != first.Currency
            ? Of(OrderDifference.Different, $"Its currency is {first.Currency} where the list says {currency}.")
            : null;

        OrderFinding Of(OrderDifference difference, string explanation) => new(order.OrderId, difference, explanation, Shown(stored));
    }

    private static string Text(decimal value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    private static List<StoredOrder> Shown(List<OrderEvent> stored) => stored.ConvertAll(one => new StoredOrder(
        one.Id, DateTimeOffset.FromUnixTimeMilliseconds(one.TimestampMs), one.Status, one.Value, one.Currency, new Dictionary<int, DeliveryState>()));

    /// <summary>The transactions of the range, by order, each order's in the order of time: those of the listed orders, and of so many others as are shown.</summary>
    /// <returns>They, and which other orders were completed.</returns>
    private async Task<(Dictionary<Guid, List<OrderEvent>> Events, HashSet<Guid> Unlisted)> TransactionsAsync(
        TrackingContext db, ReportScope scope, HashSet<Guid> listed, CancellationToken cancellationToken)
    {
        var (site, from, to) = (scope.Site.Id, scope.Range.FromMs, scope.Range.ToMs);
        var (orders, unlisted) = (new Dictionary<Guid, List<OrderEvent>>(), new HashSet<Guid>());
        var rows = db.Events.Where(row => row.SiteId == site && row.TimestampMs >= from && row.TimestampMs < to && row.Type == "transaction")
            .OrderBy(row => row.TimestampMs).ThenBy(row => row.Sequence).ThenBy(row => row.Id)
            .Select(row => new { row.Id, row.TimestampMs, row.Consent, row.Data }).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            var properties = JsonSerializer.Deserialize<StoredData>(row.Data, StoredData.Json)!.Properties;
            var transaction = ((JsonElement)properties!).Deserialize<Transaction>(StoredData.Json)!;
            // An anonymised event has the hash in the id's place.
            var key = row.Consent.HasFlag(ConsentFlags.Anonymised) && Guid.TryParseExact(transaction.OrderId, "N", out var hash)
                ? hash
                : OrderKeys.Of(keys, scope.Site.Name, transaction.OrderId);
            var isListed = listed.Contains(key);
            if (!isListed && transaction.Status == Completed)
                unlisted.Add(key);
            if (!orders.TryGetValue(key, out var same))
            {
                if (!isListed && !(unlisted.Count <= MostUnlisted && unlisted.Contains(key)))
                    continue;
                orders[key] = same = [];
            }

            same.Add(new OrderEvent(row.Id, row.TimestampMs, transaction.OrderId, transaction.Status, transaction.Value, transaction.Currency));
        }

        return (orders, unlisted);
    }

    /// <summary>When orders that are not in the range were completed, as far as they are stored.</summary>
    private static async Task<Dictionary<Guid, long?>> ElsewhereAsync(
        TrackingContext db, ReportScope scope, IReadOnlyList<Guid> missing, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, long?>();
        foreach (var chunk in missing.Distinct().Chunk(ChunkSize))
        {
            foreach (var row in await db.Orders.Where(row => row.SiteId == scope.Site.Id && !row.IsRefund && chunk.Contains(row.OrderKey))
                .Select(row => new { row.OrderKey, row.TimestampMs }).ToListAsync(cancellationToken))
            {
                found[row.OrderKey] = row.TimestampMs;
            }
        }

        return found;
    }

    private static async Task<List<OrderFinding>> WithDestinationsAsync(
        TrackingContext db, List<OrderFinding> findings, CancellationToken cancellationToken)
    {
        var deliveries = new Dictionary<long, Dictionary<int, DeliveryState>>();
        foreach (var chunk in findings.SelectMany(one => one.Stored).Select(one => one.Event).Chunk(ChunkSize))
        {
            foreach (var row in await db.Deliveries.Where(row => chunk.Contains(row.EventId))
                .Select(row => new { row.EventId, row.DestinationId, row.State }).ToListAsync(cancellationToken))
            {
                if (!deliveries.TryGetValue(row.EventId, out var states))
                    deliveries[row.EventId] = states = [];
                states[row.DestinationId] = row.State;
            }
        }

        return findings.ConvertAll(finding => finding with
        {
            Stored = [.. finding.Stored.Select(one => deliveries.TryGetValue(one.Event, out var states) ? one with { Destinations = states } : one)],
        });
    }

    private sealed record OrderEvent(long Id, long TimestampMs, string OrderId, string Status, decimal Value, string Currency);
}
