using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tracking.Domain.Destinations;

namespace Tracking.Infrastructure.Destinations;

/// <summary>
/// What became of one event at one destination. Written by who sends, not by who stores; an event behind the line's place that has no row was
/// stored before the destination was made.
/// </summary>
internal sealed class DeliveryRow
{
    public const int MaxReasonLength = 64;

    public required int DestinationId { get; init; }

    public required long EventId { get; init; }

    public required DeliveryState State { get; set; }

    public string? Reason { get; set; }

    public required int Attempts { get; set; }

    public required long AtMs { get; set; }

    /// <summary>When it is tried next; only while it waits.</summary>
    public long? NextAttemptAtMs { get; set; }

    /// <summary>When it was tried first; only of what was not sent at once.</summary>
    public long? FirstAttemptAtMs { get; set; }

    /// <summary>The session that it was first sent with: the store's own may change when a late event joins two.</summary>
    public long? SessionId { get; set; }
}

internal static class DeliveryRows
{
    /// <summary>Those in a state. It stands in the text, so that the store finds the few that wait or have failed by their index.</summary>
    public static IQueryable<DeliveryRow> InState(this IQueryable<DeliveryRow> rows, DeliveryState state) => state == DeliveryState.Waiting
        ? rows.Where(row => row.NextAttemptAtMs != null)
        : rows.Where(row => row.State == EF.Constant(state));
}

internal sealed class DeliveryRowConfiguration : IEntityTypeConfiguration<DeliveryRow>
{
    public void Configure(EntityTypeBuilder<DeliveryRow> builder)
    {
        builder.ToTable("Deliveries");
        builder.HasKey(row => new { row.DestinationId, row.EventId });
        builder.Property(row => row.Reason).HasMaxLength(DeliveryRow.MaxReasonLength);
        // Of the few that wait or have failed, so that what is sent costs one row and no more.
        builder.HasIndex(row => new { row.DestinationId, row.NextAttemptAtMs }).HasFilter("NextAttemptAtMs IS NOT NULL");
        builder.HasIndex(row => new { row.DestinationId, row.State, row.EventId }).HasFilter("State = 5");
        builder.HasOne<DestinationRow>().WithMany().HasForeignKey(row => row.DestinationId).OnDelete(DeleteBehavior.Cascade);
    }
}
