using System.Net;
using Tracking.Application.Collect.Enrichment;
using Tracking.Domain.Collect;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;

namespace Tracking.Application.Collect;

/// <summary>What all commands of Collect have in common: who sent what, when and under which id.</summary>
public sealed record EventEnvelope
{
    /// <summary>The site whose key sent it.</summary>
    public required Site Site { get; init; }

    /// <summary>Whether a server sent it (secret key): it may send history and speak for a visitor.</summary>
    public required bool FromServer { get; init; }

    /// <summary>The custom event's name; <c>null</c> when absent.</summary>
    public string? Name { get; init; }

    /// <summary>The sender's id of the event, or one made here.</summary>
    public required string MessageId { get; init; }

    /// <summary>When it happened, corrected for the sender's clock.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The place among events of one time, where known (see <see cref="EventHeader.Sequence"/>).</summary>
    public int Sequence { get; init; }

    /// <summary>The id that the browser keeps.</summary>
    public string? AnonymousId { get; init; }

    /// <summary>The sender's id of a known person.</summary>
    public string? UserId { get; init; }

    /// <summary>The surroundings as sent.</summary>
    public EventContext Context { get; init; } = EventContext.Empty;

    /// <summary>What the event itself says about consent.</summary>
    public ConsentChoices Choices { get; init; } = ConsentChoices.Unknown;

    /// <summary>Global Privacy Control: marketing is denied.</summary>
    public bool GlobalPrivacyControl { get; init; }

    /// <summary>The header <c>DNT: 1</c>.</summary>
    public bool DoNotTrack { get; init; }

    /// <summary>The visitor's side, as far as it is known; used in memory, kept nowhere.</summary>
    public VisitorClient Client { get; init; } = VisitorClient.Unknown;

    /// <summary>By what visitors without an id are told apart; used in memory, kept nowhere.</summary>
    public CookielessTraits CookielessTraits { get; init; }

    /// <summary>The UTC day by which cookieless visitors are told apart: that of receipt, for a log that of its line.</summary>
    public required CookielessDay CookielessDay { get; init; }

    /// <summary>What could not be read; reported together with what the validators find.</summary>
    public IReadOnlyList<FieldError> Unreadable { get; init; } = [];

    /// <summary>What the event may be used for. Set by <see cref="Consent.ConsentBehaviour{TCommand}"/>, before any handler runs.</summary>
    public ConsentState Consent
    {
        get => consent ?? throw new InvalidOperationException("Consent was not decided: the consent behaviour runs before every handler.");
        set => consent = value;
    }

    private ConsentState? consent;
}

/// <summary>By what cookieless visitors of a day are told apart: of a server that does not say for whom it speaks, its own.</summary>
/// <param name="Address">Of it the network counts.</param>
/// <param name="UserAgent">As sent.</param>
public readonly record struct CookielessTraits(IPAddress? Address, string? UserAgent);

/// <summary>The day whose salt makes cookieless visitor ids.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="IsHistory">Whether a log of that day is read later: its salt outlives the day for as long as imports need it.</param>
public readonly record struct CookielessDay(DateOnly Day, bool IsHistory);
