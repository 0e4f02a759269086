using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tracking.Application.Consent;

namespace Tracking.Infrastructure.Consent;

/// <summary>One decision on record. The subject is named by a keyed hash, since who refuses must not be stored by name for it.</summary>
internal sealed class ConsentRow
{
    public long Id { get; init; }

    public required int SiteId { get; init; }

    public required Guid ReceiptId { get; init; }

    public required ConsentSubjectKind SubjectKind { get; init; }

    public required Guid SubjectKey { get; init; }

    public required long RecordedAtMs { get; init; }

    public required bool? Analytics { get; init; }

    public required bool? Marketing { get; init; }

    public required bool? Personalization { get; init; }

    public required string? PolicyVersion { get; init; }

    public required string? Source { get; init; }
}

internal sealed class ConsentRowConfiguration : IEntityTypeConfiguration<ConsentRow>
{
    public void Configure(EntityTypeBuilder<ConsentRow> builder)
    {
        builder.ToTable("Consents");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.PolicyVersion).HasMaxLength(1_024);
        builder.Property(row => row.Source).HasMaxLength(1_024);
        builder.HasIndex(row => new { row.SiteId, row.SubjectKind, row.SubjectKey });
        builder.HasIndex(row => row.ReceiptId).IsUnique();
    }
}
