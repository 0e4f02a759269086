using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tracking.Domain.Collect;

namespace Tracking.Infrastructure.Store.Sessions;

/// <summary>One session: the sum of its events (<see cref="Domain.Sessions.Session"/>).</summary>
internal sealed class SessionRow
{
    /// <summary>The longest value of what enrichment found out, in characters; longer ones are cut.</summary>
    public const int MaxDimensionLength = 256;

    public required long Id { get; init; }

    public required int SiteId { get; init; }

    public required Guid VisitorKey { get; init; }

    public long StartMs { get; set; }

    public int StartSequence { get; set; }

    public Guid StartKey { get; set; }

    public long EndMs { get; set; }

    /// <summary>Page of the first event, of whatever type.</summary>
    public string? EntryPage { get; set; }

    public string? Referrer { get; set; }

    public string? Channel { get; set; }

    public string? Source { get; set; }

    public string? Medium { get; set; }

    public string? Campaign { get; set; }

    public string? Term { get; set; }

    public string? Content { get; set; }

    public string? Country { get; set; }

    public string? Region { get; set; }

    public string? City { get; set; }

    public string? Language { get; set; }

    public string? Device { get; set; }

    public string? Browser { get; set; }

    public string? Os { get; set; }

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

    /// <summary>All that speaks for a program in any of its events.</summary>
    public BotSignals EventSignals { get; set; }

    /// <summary>Taken for a program, by those signals and its pace; its events have the same.</summary>
    public bool IsBot { get; set; }
}

internal sealed class SessionRowConfiguration : IEntityTypeConfiguration<SessionRow>
{
    private static readonly string[] Dimensions =
    [
        nameof(SessionRow.Referrer), nameof(SessionRow.Channel), nameof(SessionRow.Source), nameof(SessionRow.Medium),
        nameof(SessionRow.Campaign), nameof(SessionRow.Term), nameof(SessionRow.Content), nameof(SessionRow.Country),
        nameof(SessionRow.Region), nameof(SessionRow.City), nameof(SessionRow.Language), nameof(SessionRow.Device),
        nameof(SessionRow.Browser), nameof(SessionRow.Os),
    ];

    public void Configure(EntityTypeBuilder<SessionRow> builder)
    {
        builder.ToTable("Sessions");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.EntryPage).HasMaxLength(2_048);
        builder.Property(row => row.ExitPage).HasMaxLength(2_048);
        foreach (var dimension in Dimensions)
            builder.Property(dimension).HasMaxLength(SessionRow.MaxDimensionLength);
        builder.HasIndex(row => new { row.SiteId, row.VisitorKey, row.StartMs });
        builder.HasIndex(row => new { row.SiteId, row.StartMs });
    }
}
