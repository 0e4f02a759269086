using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Sites;

namespace Tracking.Infrastructure.Destinations;

internal sealed class DestinationRow
{
    public int Id { get; init; }

    public required int SiteId { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; set; }

    public required ConsentPurposes Requires { get; set; }

    public required bool IsPaused { get; set; }

    /// <summary>The kind's settings without secrets, as JSON.</summary>
    public required string Settings { get; set; }

    /// <summary>The secrets, a JSON object, encrypted (<see cref="Secrets.SecretBox"/>); <c>null</c>: none.</summary>
    public string? Secrets { get; set; }

    /// <summary>What it gets (<see cref="Application.Destinations.Rules.EventRules"/>), as JSON.</summary>
    public required string Rules { get; set; }

    public required long CreatedAtMs { get; init; }

    /// <summary>Why nothing can be sent just now.</summary>
    public string? Trouble { get; set; }

    public long? TroubleSinceMs { get; set; }

    /// <summary>The name of its line out of the store.</summary>
    public static string LineOf(int id) => $"destination-{id}";
}

internal sealed class DestinationRowConfiguration : IEntityTypeConfiguration<DestinationRow>
{
    public void Configure(EntityTypeBuilder<DestinationRow> builder)
    {
        builder.ToTable("Destinations");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Kind).HasMaxLength(32);
        builder.Property(row => row.Name).HasMaxLength(128);
        builder.Property(row => row.Trouble).HasMaxLength(64);
        builder.HasIndex(row => row.SiteId);
        builder.HasOne<SiteRow>().WithMany().HasForeignKey(row => row.SiteId).OnDelete(DeleteBehavior.Cascade);
    }
}
