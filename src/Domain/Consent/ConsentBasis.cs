namespace Tracking.Domain.Consent;

/// <summary>What decided about each purpose.</summary>
/// <param name="Analytics">About analytics.</param>
/// <param name="Marketing">About marketing.</param>
/// <param name="Personalization">About personalization.</param>
public sealed record ConsentBasis(ConsentSource Analytics, ConsentSource Marketing, ConsentSource Personalization);

/// <summary>What can decide.</summary>
public enum ConsentSource
{
    /// <summary>Nobody said anything: the site's own rule, opt-in or opt-out.</summary>
    SiteDefault,

    /// <summary>The event itself says it.</summary>
    Event,

    /// <summary>A decision on record, newer than what the event says.</summary>
    Record,

    /// <summary><c>Sec-GPC: 1</c>.</summary>
    GlobalPrivacyControl,

    /// <summary><c>DNT: 1</c>, where the site honours it.</summary>
    DoNotTrack,
}
