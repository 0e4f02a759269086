using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracking.Infrastructure.Store.Orders;

/// <summary>
/// The first event by event time of an order that was completed, or refunded: what counts of the order, however often and in whatever
/// order its events arrive.
/// </summary>
internal sealed class OrderRow
{
    public required int SiteId { get; init; }

    /// <summary>Keyed hash of site and orderId.</summary>
    public required Guid OrderKey { get; init; }

    public required bool IsRefund { get; init; }

    /// <summary>The event that counts.</summary>
    public long EventId { get; set; }

    public long TimestampMs { get; set; }

    public int Sequence { get; set; }

    public Guid MessageKey { get; set; }

    /// <summary>Its value in millionths of the currency's unit, so that sums are exact on every store.</summary>
    public long ValueMicros { get; set; }

    public required string Currency { get; set; }
}

internal sealed class OrderRowConfiguration : IEntityTypeConfiguration<OrderRow>
{
    public void Configure(EntityTypeBuilder<OrderRow> builder)
    {
        builder.ToTable("Orders");
        builder.HasKey(row => new { row.SiteId, row.OrderKey, row.IsRefund });
        builder.Property(row => row.Currency).HasMaxLength(3);
        builder.HasIndex(row => new { row.SiteId, row.TimestampMs });
    }
}
