using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracking.Infrastructure.Store.Outbox;

/// <summary>
/// A message about privacy on its way to the bus: written with what it tells of, gone once the broker has it. It names the subject, of whom
/// the store keeps no more than a hash otherwise.
/// </summary>
internal sealed class OutboxMessageRow
{
    public long Id { get; init; }

    public required int SiteId { get; init; }

    public required string RoutingKey { get; init; }

    /// <summary>The message's id.</summary>
    public required string MessageId { get; init; }

    /// <summary>The message as it goes out: a cloud event in JSON.</summary>
    public required string Body { get; init; }
}

internal sealed class OutboxMessageRowConfiguration : IEntityTypeConfiguration<OutboxMessageRow>
{
    public void Configure(EntityTypeBuilder<OutboxMessageRow> builder)
    {
        builder.ToTable("OutboxMessages");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.RoutingKey).HasMaxLength(255);
        builder.Property(row => row.MessageId).HasMaxLength(100);
    }
}
