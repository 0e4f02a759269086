using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracking.Infrastructure.Store.SetAside;

/// <summary>An accepted event that could not be stored, kept as it travelled until it is replayed.</summary>
internal sealed class SetAsideRow
{
    /// <summary>Hash of its line: set aside twice, it is here once.</summary>
    public required Guid Key { get; init; }

    /// <summary>Its site; <c>null</c> where not even that can be read.</summary>
    public required int? SiteId { get; init; }

    public required string? Type { get; init; }

    public required long AtMs { get; init; }

    /// <summary>Why, without values of the event.</summary>
    public required string Reason { get; init; }

    /// <summary>Its line of the batch.</summary>
    public required byte[] Line { get; init; }
}

internal sealed class SetAsideRowConfiguration : IEntityTypeConfiguration<SetAsideRow>
{
    public void Configure(EntityTypeBuilder<SetAsideRow> builder)
    {
        builder.ToTable("SetAsideEvents");
        builder.HasKey(row => row.Key);
        builder.Property(row => row.Type).HasMaxLength(32);
        builder.Property(row => row.Reason).HasMaxLength(512);
        builder.HasIndex(row => row.SiteId);
    }
}
