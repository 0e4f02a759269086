using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tracking.Application.Collect;
using Tracking.Domain.Collect;

namespace Tracking.Infrastructure.Store.Events;

/// <summary>A reduced user agent, kept once for all events of all sites, so that stored events can be classified anew.</summary>
internal sealed class UserAgentRow
{
    public required Guid Key { get; init; }

    public required string Text { get; init; }

    /// <summary>See <see cref="ReducedUserAgent.AsksForPages"/>.</summary>
    public required bool AsksForPages { get; init; }

    /// <summary>The key: 128 bits of SHA-256 of what it says.</summary>
    public static Guid KeyOf(ReducedUserAgent userAgent) =>
        CookielessVisitor.KeyOf(userAgent.AsksForPages ? $"page {userAgent.Text}" : $"post {userAgent.Text}");
}

internal sealed class UserAgentRowConfiguration : IEntityTypeConfiguration<UserAgentRow>
{
    public void Configure(EntityTypeBuilder<UserAgentRow> builder)
    {
        builder.ToTable("UserAgents");
        builder.HasKey(row => row.Key);
        builder.Property(row => row.Text).HasMaxLength(ReducedUserAgent.MaxLength);
    }
}
