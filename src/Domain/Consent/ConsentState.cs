using Tracking.Domain.Sites;

namespace Tracking.Domain.Consent;

/// <summary>What an event may be used for, after every source of a decision was heard.</summary>
/// <param name="Analytics">May be tied to the visitor and counted.</param>
/// <param name="Marketing">May carry click and client ids and go to marketing platforms.</param>
/// <param name="Personalization">May be used to personalise.</param>
/// <param name="Anonymised">Whether identifiers were withheld, since analytics was not granted.</param>
public sealed record ConsentState(bool Analytics, bool Marketing, bool Personalization, bool Anonymised)
{
    /// <summary>What decided; <c>null</c> of an event of a release that did not note it.</summary>
    public ConsentBasis? Basis { get; init; }

    /// <summary>
    /// Decides per purpose by the newest decision (the event's own at the event's time, or one on record), else by the site's default
    /// (HTTP contract v1, "Consent").
    /// </summary>
    /// <param name="settings">The site's default and whether it honours Do Not Track.</param>
    /// <param name="own">What the event itself says.</param>
    /// <param name="at">The event's time.</param>
    /// <param name="recorded">The newest decisions on record; <see cref="RecordedConsent.None"/> where they cannot be known.</param>
    /// <param name="globalPrivacyControl"><c>Sec-GPC: 1</c>: denies marketing whatever else is said.</param>
    /// <param name="doNotTrack"><c>DNT: 1</c>: denies analytics and marketing where the site honours it.</param>
    public static ConsentState Decide(
        SiteSettings settings, ConsentChoices own, DateTimeOffset at, RecordedConsent recorded, bool globalPrivacyControl, bool doNotTrack)
    {
        var heard = recorded.With(own, at);
        var unknown = settings.ConsentMode == ConsentMode.OptOut;
        var refused = doNotTrack && settings.HonourDoNotTrack;
        var analytics = !refused && (heard.Analytics?.Granted ?? unknown);
        var marketing = !refused && !globalPrivacyControl && (heard.Marketing?.Granted ?? unknown);
        return new ConsentState(analytics, marketing, heard.Personalization?.Granted ?? unknown, Anonymised: !analytics)
        {
            Basis = new ConsentBasis(
                refused ? ConsentSource.DoNotTrack : SourceOf(heard.Analytics, own.Analytics, at),
                refused ? ConsentSource.DoNotTrack : globalPrivacyControl ? ConsentSource.GlobalPrivacyControl : SourceOf(heard.Marketing, own.Marketing, at),
                SourceOf(heard.Personalization, own.Personalization, at)),
        };
    }

    private static ConsentSource SourceOf(ConsentDecision? heard, bool? own, DateTimeOffset at) =>
        heard is not { } decision ? ConsentSource.SiteDefault
        : own == decision.Granted && decision.At == at ? ConsentSource.Event
        : ConsentSource.Record;
}
