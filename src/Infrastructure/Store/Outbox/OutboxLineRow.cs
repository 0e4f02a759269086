using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracking.Infrastructure.Store.Outbox;

/// <summary>
/// How far a line that leads out of the store has come. Events get their ids in the order of commits, so what must go out is what has a higher
/// id than <see cref="Position"/>: the store's own transaction writes it, and there is nothing else to write (docs/adr/0008).
/// </summary>
internal sealed class OutboxLineRow
{
    /// <summary>The line to the public bus.</summary>
    public const string Bus = "bus";

    public required string Name { get; init; }

    /// <summary>The id of the last event that has gone out.</summary>
    public long Position { get; set; }

    /// <summary>The process that works on the line; <c>null</c>: none.</summary>
    public Guid? Holder { get; set; }

    /// <summary>Until when it does, unless it says so again.</summary>
    public long HeldUntilMs { get; set; }
}

internal sealed class OutboxLineRowConfiguration : IEntityTypeConfiguration<OutboxLineRow>
{
    public void Configure(EntityTypeBuilder<OutboxLineRow> builder)
    {
        builder.ToTable("OutboxLines");
        builder.HasKey(row => row.Name);
        builder.Property(row => row.Name).HasMaxLength(64);
    }
}
