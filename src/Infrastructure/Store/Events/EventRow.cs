using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tracking.Domain.Collect;

namespace Tracking.Infrastructure.Store.Events;

/// <summary>One stored event. What a report asks for is a column of its own; the rest lies in <see cref="Data"/>.</summary>
internal sealed class EventRow
{
    public required long Id { get; init; }

    public required int SiteId { get; init; }

    /// <summary>Event time, milliseconds since 1970-01-01 UTC, as all times of the store.</summary>
    public required long TimestampMs { get; init; }

    public required int Sequence { get; init; }

    public required Guid MessageKey { get; init; }

    public required string MessageId { get; init; }

    public required long ReceivedAtMs { get; init; }

    public required string Type { get; init; }

    /// <summary>The dimension <c>event</c>: the type, or a custom event's name.</summary>
    public required string Event { get; init; }

    public required Guid VisitorKey { get; init; }

    public required string VisitorId { get; init; }

    /// <summary>The session; <c>null</c> for what is no event in any figure (<c>identify</c>).</summary>
    public long? SessionId { get; set; }

    public string? AnonymousId { get; init; }

    public string? UserId { get; init; }

    /// <summary>The dimension <c>page</c>: path of the page's URL, percent-decoded.</summary>
    public string? Page { get; init; }

    public string? Hostname { get; init; }

    public string? Title { get; init; }

    /// <summary>Taken for a program, by its session's signals: left out of reports unless asked for.</summary>
    public required bool IsBot { get; set; }

    /// <summary>What in the event itself speaks for a program.</summary>
    public required BotSignals BotSignals { get; init; }

    /// <summary>Its user agent (<see cref="UserAgentRow"/>); <c>null</c> when unknown.</summary>
    public Guid? UserAgentKey { get; init; }

    /// <summary>What it may be used for (<see cref="ConsentFlags"/>).</summary>
    public required ConsentFlags Consent { get; init; }

    /// <summary>Properties and surroundings as JSON (<see cref="StoredData"/>).</summary>
    public required string Data { get; init; }
}

[Flags]
internal enum ConsentFlags
{
    None = 0,
    Analytics = 1,
    Marketing = 2,
    Personalization = 4,
    Anonymised = 8,
}

internal sealed class EventRowConfiguration : IEntityTypeConfiguration<EventRow>
{
    public void Configure(EntityTypeBuilder<EventRow> builder)
    {
        builder.ToTable("Events");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.MessageId).HasMaxLength(100);
        builder.Property(row => row.Type).HasMaxLength(32);
        builder.Property(row => row.Event).HasMaxLength(128);
        builder.Property(row => row.VisitorId).HasMaxLength(256);
        builder.Property(row => row.AnonymousId).HasMaxLength(256);
        builder.Property(row => row.UserId).HasMaxLength(256);
        builder.Property(row => row.Page).HasMaxLength(2_048);
        builder.Property(row => row.Hostname).HasMaxLength(256);
        builder.Property(row => row.Title).HasMaxLength(1_024);
        builder.HasIndex(row => new { row.SiteId, row.TimestampMs, row.Id });
        builder.HasIndex(row => row.SessionId);
    }
}
