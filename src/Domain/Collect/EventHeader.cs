using Tracking.Domain.Consent;

namespace Tracking.Domain.Collect;

/// <summary>Who, when and under which id: what every domain event says, after consent was applied.</summary>
public sealed record EventHeader
{
    /// <summary>The site's number in the store.</summary>
    public required int SiteId { get; init; }

    /// <summary>The site's name.</summary>
    public required string Site { get; init; }

    /// <summary>The sender's id of the event; of an anonymised event the keyed hash of it in hex.</summary>
    public required string MessageId { get; init; }

    /// <summary>Keyed hash of site and messageId: by it a repetition is known, also after the event is gone.</summary>
    public required Guid MessageKey { get; init; }

    /// <summary>When it happened, corrected for the sender's clock; whole milliseconds, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>
    /// The place among events of one time where their order is known: within a request for events whose time is that of receipt,
    /// the line for a log; else 0.
    /// </summary>
    public int Sequence { get; init; }

    /// <summary>The anonymousId, else the userId, else the cookieless id.</summary>
    public required string VisitorId { get; init; }

    /// <summary>The id that the sender's browser keeps; <c>null</c> where absent or withheld.</summary>
    public string? AnonymousId { get; init; }

    /// <summary>The sender's id of a known person; <c>null</c> where absent or withheld.</summary>
    public string? UserId { get; init; }

    /// <summary>What the event may be used for.</summary>
    public required ConsentState Consent { get; init; }

    /// <summary>The surroundings, without what consent withholds.</summary>
    public EventContext Context { get; init; } = EventContext.Empty;

    /// <summary>What the server found out about it.</summary>
    public EventEnrichment Enrichment { get; init; } = EventEnrichment.None;

    /// <summary>Whether a server sent it, which may send history: then its key outlives it for good, else for 31 days.</summary>
    public bool FromServer { get; init; }
}
