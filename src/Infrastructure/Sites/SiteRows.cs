using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tracking.Domain.Sites;

namespace Tracking.Infrastructure.Sites;

internal sealed class SiteRow
{
    public int Id { get; init; }

    public required string Name { get; set; }

    /// <summary><see cref="SiteSettings"/> as JSON.</summary>
    public required string Settings { get; set; }

    public required long CreatedAtMs { get; init; }

    /// <summary>When its deletion was asked for: it is unknown from then on, and erased in the background.</summary>
    public long? DeletedAtMs { get; set; }
}

internal sealed class SiteRowConfiguration : IEntityTypeConfiguration<SiteRow>
{
    public void Configure(EntityTypeBuilder<SiteRow> builder)
    {
        builder.ToTable("Sites");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Name).HasMaxLength(Site.MaxNameLength);
        builder.HasIndex(row => row.Name).IsUnique();
    }
}

internal sealed class SiteKeyRow
{
    public int Id { get; init; }

    public required int SiteId { get; init; }

    public required KeyKind Kind { get; init; }

    public required KeyScopes Scopes { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 in lower-case hex; the key itself is nowhere.</summary>
    public required string Hash { get; init; }

    public required long CreatedAtMs { get; init; }
}

internal sealed class SiteKeyRowConfiguration : IEntityTypeConfiguration<SiteKeyRow>
{
    public void Configure(EntityTypeBuilder<SiteKeyRow> builder)
    {
        builder.ToTable("SiteKeys");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Name).HasMaxLength(128);
        builder.Property(row => row.Hash).HasMaxLength(64);
        builder.HasIndex(row => row.Hash).IsUnique();
        builder.HasIndex(row => row.SiteId);
        builder.HasOne<SiteRow>().WithMany().HasForeignKey(row => row.SiteId).OnDelete(DeleteBehavior.Cascade);
    }
}
