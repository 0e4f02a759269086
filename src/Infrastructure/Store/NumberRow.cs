using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracking.Infrastructure.Store;

/// <summary>The next id of a table, its number of rows, or the version of what processes cache.</summary>
internal sealed class NumberRow
{
    public const string NextEvent = "next-event";
    public const string NextSession = "next-session";
    public const string UserAgents = "user-agents";
    public const string DirectoryVersion = "directory-version";

    public required string Name { get; init; }

    public long Value { get; set; }
}

internal sealed class NumberRowConfiguration : IEntityTypeConfiguration<NumberRow>
{
    public void Configure(EntityTypeBuilder<NumberRow> builder)
    {
        builder.ToTable("Numbers");
        builder.HasKey(row => row.Name);
        builder.Property(row => row.Name).HasMaxLength(32);
        builder.HasData(
            new NumberRow { Name = NumberRow.NextEvent, Value = 1 },
            new NumberRow { Name = NumberRow.NextSession, Value = 1 },
            new NumberRow { Name = NumberRow.UserAgents, Value = 0 },
            new NumberRow { Name = NumberRow.DirectoryVersion, Value = 0 });
    }
}
