using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracking.Infrastructure.Store.Sessions;

/// <summary>One session: the sum of its events (<see cref="Domain.Sessions.Session"/>).</summary>
internal sealed class SessionRow
{
    public required long Id { get; init; }

    public required int SiteId { get; init; }

    public required Guid VisitorKey { get; init; }

    public long StartMs { get; set; }

    public int StartSequence { get; set; }

    public Guid StartKey { get; set; }

    public long EndMs { get; set; }

    /// <summary>Page of the first event, of whatever type.</summary>
    public string? EntryPage { get; set; }

    public long? LastPageViewMs { get; set; }

    public int? LastPageViewSequence { get; set; }

    public Guid? LastPageViewKey { get; set; }

    /// <summary>Page of the last page view.</summary>
    public string? ExitPage { get; set; }

    public int Events { get; set; }

    public int PageViews { get; set; }

    public int Interactions { get; set; }

    /// <summary>Exactly one page view and no interaction; kept so that reports need not say it twice.</summary>
    public bool IsBounce { get; set; }

    public bool IsBot { get; set; }
}

internal sealed class SessionRowConfiguration : IEntityTypeConfiguration<SessionRow>
{
    public void Configure(EntityTypeBuilder<SessionRow> builder)
    {
        builder.ToTable("Sessions");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.EntryPage).HasMaxLength(2_048);
        builder.Property(row => row.ExitPage).HasMaxLength(2_048);
        builder.HasIndex(row => new { row.SiteId, row.VisitorKey, row.StartMs });
        builder.HasIndex(row => new { row.SiteId, row.StartMs });
    }
}
