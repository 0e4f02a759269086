using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracking.Infrastructure.Hashing;

/// <summary>A secret that all processes of the installation share.</summary>
internal sealed class InstallationSecretRow
{
    public const string HashKey = "hash-key";

    public required string Name { get; init; }

    public required byte[] Value { get; init; }
}

internal sealed class InstallationSecretRowConfiguration : IEntityTypeConfiguration<InstallationSecretRow>
{
    public void Configure(EntityTypeBuilder<InstallationSecretRow> builder)
    {
        builder.ToTable("InstallationSecrets");
        builder.HasKey(row => row.Name);
        builder.Property(row => row.Name).HasMaxLength(32);
        builder.Property(row => row.Value).HasMaxLength(64);
    }
}

/// <summary>The salt of one UTC day; gone once it is destroyed.</summary>
internal sealed class DailySaltRow
{
    /// <summary>Days since 0001-01-01.</summary>
    public required int DayNumber { get; init; }

    /// <summary>Whether it serves the reading of logs of that day, not what was received on it.</summary>
    public required bool IsHistory { get; init; }

    public required byte[] Salt { get; init; }

    public required long DestroyAtMs { get; set; }
}

internal sealed class DailySaltRowConfiguration : IEntityTypeConfiguration<DailySaltRow>
{
    public void Configure(EntityTypeBuilder<DailySaltRow> builder)
    {
        builder.ToTable("DailySalts");
        builder.HasKey(row => new { row.DayNumber, row.IsHistory });
        builder.Property(row => row.Salt).HasMaxLength(64);
    }
}
