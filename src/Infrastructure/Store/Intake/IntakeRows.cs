using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracking.Infrastructure.Store.Intake;

/// <summary>
/// Keyed hash of (site, messageId) of every event that was stored: a repetition finds it here, also after the event itself is gone.
/// </summary>
internal sealed class MessageKeyRow
{
    public required int SiteId { get; init; }

    public required Guid MessageKey { get; init; }

    /// <summary>The event's number; <c>null</c> of what an earlier release stored.</summary>
    public long? EventId { get; init; }

    /// <summary>When it may be forgotten, for what a write key sent; <c>null</c>: never.</summary>
    public required long? ForgetAtMs { get; init; }
}

internal sealed class MessageKeyRowConfiguration : IEntityTypeConfiguration<MessageKeyRow>
{
    public void Configure(EntityTypeBuilder<MessageKeyRow> builder)
    {
        builder.ToTable("MessageKeys");
        builder.HasKey(row => new { row.SiteId, row.MessageKey });
        builder.HasIndex(row => row.ForgetAtMs);
    }
}

/// <summary>A batch that was stored: the bus may bring it again, and it must not be counted again.</summary>
internal sealed class StoredBatchRow
{
    public required Guid BatchId { get; init; }

    public required long StoredAtMs { get; init; }
}

internal sealed class StoredBatchRowConfiguration : IEntityTypeConfiguration<StoredBatchRow>
{
    public void Configure(EntityTypeBuilder<StoredBatchRow> builder)
    {
        builder.ToTable("StoredBatches");
        builder.HasKey(row => row.BatchId);
        builder.HasIndex(row => row.StoredAtMs);
    }
}

/// <summary>What became of received events, per quarter of an hour of receipt, which serves the days of every zone.</summary>
internal sealed class IntakeCountRow
{
    /// <summary>A quarter of an hour.</summary>
    public const long QuarterMs = 15 * 60 * 1_000;

    public required int SiteId { get; init; }

    public required long QuarterStartMs { get; init; }

    public required IntakeKind Kind { get; init; }

    /// <summary>Why, where the kind has reasons; else empty.</summary>
    public required string Reason { get; init; }

    public long Count { get; set; }
}

/// <summary>What became of a received event.</summary>
internal enum IntakeKind
{
    Accepted = 0,
    Anonymised = 1,
    Dropped = 2,
    Duplicate = 3,
    Rejected = 4,
}

internal sealed class IntakeCountRowConfiguration : IEntityTypeConfiguration<IntakeCountRow>
{
    public void Configure(EntityTypeBuilder<IntakeCountRow> builder)
    {
        builder.ToTable("IntakeCounts");
        builder.HasKey(row => new { row.SiteId, row.QuarterStartMs, row.Kind, row.Reason });
        builder.Property(row => row.Reason).HasMaxLength(32);
    }
}

/// <summary>A sample of a rejected event, without any value of it.</summary>
internal sealed class RejectedSampleRow
{
    public long Id { get; init; }

    public required int SiteId { get; init; }

    public required long ReceivedAtMs { get; init; }

    public required string? Type { get; init; }

    public required string Path { get; init; }

    public required string Reason { get; init; }
}

internal sealed class RejectedSampleRowConfiguration : IEntityTypeConfiguration<RejectedSampleRow>
{
    public void Configure(EntityTypeBuilder<RejectedSampleRow> builder)
    {
        builder.ToTable("RejectedSamples");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Type).HasMaxLength(32);
        builder.Property(row => row.Path).HasMaxLength(256);
        builder.Property(row => row.Reason).HasMaxLength(32);
        builder.HasIndex(row => new { row.SiteId, row.Id });
    }
}
