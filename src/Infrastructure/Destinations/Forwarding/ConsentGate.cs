using Tracking.Domain.Consent;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Consent;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>What may be sent: by what the event carries, and by what was decided since.</summary>
internal sealed class ConsentGate(ConsentRecords records)
{
    /// <summary>Looks at an event in the moment in which it is about to be sent.</summary>
    /// <exception cref="TimeoutException">The record of decisions cannot be known just now, so that nothing may be sent.</exception>
    public async ValueTask<ConsentNow> OfAsync(Site site, ConsentPurposes required, EventRow row, ConsentBasis? basis, CancellationToken cancellationToken)
    {
        if (Missing(required, row.Consent) is { } missing)
            return new ConsentNow(row.Consent, missing);
        var recorded = await records.KnownAsync(site, row.AnonymousId, row.UserId, cancellationToken)
            ?? throw new TimeoutException("Decisions on record cannot be read just now.");
        var at = DateTimeOffset.FromUnixTimeMilliseconds(row.TimestampMs);
        // Whatever is required: who wants to be counted no longer is told to nobody.
        if (IsWithdrawn(recorded.Analytics, basis?.Analytics, at))
            return new ConsentNow(row.Consent, "withdrawn_analytics");
        var consent = row.Consent;
        if (IsWithdrawn(recorded.Marketing, basis?.Marketing, at))
            consent &= ~ConsentFlags.Marketing;
        if (IsWithdrawn(recorded.Personalization, basis?.Personalization, at))
            consent &= ~ConsentFlags.Personalization;
        var isWithheld = required.HasFlag(ConsentPurposes.Marketing) && !consent.HasFlag(ConsentFlags.Marketing);
        return new ConsentNow(consent, isWithheld ? "withdrawn_marketing" : null);
    }

    /// <summary>
    /// What an event itself granted holds against an older refusal; what was granted by a record, or by nobody, holds against none. A grant
    /// since then frees nothing: the event was stored without it, and for what it was asked is not known.
    /// </summary>
    private static bool IsWithdrawn(ConsentDecision? recorded, ConsentSource? source, DateTimeOffset at) =>
        recorded is { Granted: false } refusal && (source != ConsentSource.Event || refusal.At >= at);

    private static string? Missing(ConsentPurposes required, ConsentFlags given)
    {
        if (required.HasFlag(ConsentPurposes.Analytics) && !given.HasFlag(ConsentFlags.Analytics))
            return "no_consent_analytics";
        if (required.HasFlag(ConsentPurposes.Marketing) && !given.HasFlag(ConsentFlags.Marketing))
            return "no_consent_marketing";
        // Nobody can tell whose it is, so nobody can tell whether they withdrew since.
        return given.HasFlag(ConsentFlags.Anonymised) ? "anonymised" : null;
    }
}

/// <summary>What a visitor's consent is in the moment of sending.</summary>
/// <param name="Flags">What the event was stored with, less what was withdrawn since.</param>
/// <param name="Withheld">Why the event is not sent; <c>null</c>: it may be.</param>
internal readonly record struct ConsentNow(ConsentFlags Flags, string? Withheld);
