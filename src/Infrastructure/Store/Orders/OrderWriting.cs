using Microsoft.EntityFrameworkCore;
using Tracking.Domain.Collect;
using Tracking.Domain.Sessions;

namespace Tracking.Infrastructure.Store.Orders;

/// <summary>Keeps of each order the first event by event time, within the store's transaction.</summary>
internal static class OrderWriting
{
    private const int ChunkSize = 500;
    private const decimal Micros = 1_000_000m;

    /// <summary>Adds new orders, and puts an earlier event in a later one's place.</summary>
    public static async Task WriteAsync(TrackingContext db, IReadOnlyList<EventWriter.Stored> events, CancellationToken cancellationToken)
    {
        var transactions = events
            .Where(one => one.Event is TransactionRecorded)
            .Select(one => (One: one, Order: (TransactionRecorded)one.Event));
        foreach (var site in transactions.GroupBy(pair => pair.Order.Header.SiteId))
        {
            foreach (var orders in site.GroupBy(pair => pair.Order.OrderKey).Chunk(ChunkSize))
            {
                var keys = Array.ConvertAll(orders, order => order.Key);
                var rows = await db.Orders
                    .Where(row => row.SiteId == site.Key && keys.Contains(row.OrderKey))
                    .ToDictionaryAsync(row => (row.OrderKey, row.IsRefund), cancellationToken);
                foreach (var (one, order) in orders.SelectMany(order => order))
                    Write(db, rows, one, order);
            }
        }
    }

    private static void Write(
        TrackingContext db, Dictionary<(Guid, bool), OrderRow> rows, EventWriter.Stored one, TransactionRecorded order)
    {
        var isRefund = order.Status == TransactionStatus.Refunded;
        if (!rows.TryGetValue((order.OrderKey, isRefund), out var row))
        {
            row = new OrderRow { SiteId = order.Header.SiteId, OrderKey = order.OrderKey, IsRefund = isRefund, Currency = order.Currency };
            rows.Add((order.OrderKey, isRefund), row);
            db.Orders.Add(row);
        }
        else if (one.Position >= new EventPosition(row.TimestampMs, row.Sequence, row.MessageKey))
        {
            return;
        }

        (row.TimestampMs, row.Sequence, row.MessageKey) = (one.Position.Milliseconds, one.Position.Sequence, one.Position.Key);
        row.EventId = one.EventId;
        row.ValueMicros = (long)(order.Value * Micros);
        row.Currency = order.Currency;
    }
}
