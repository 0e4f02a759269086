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
    /// <returns>Why it is withheld; <c>null</c>: it may be sent.</returns>
    /// <exception cref="TimeoutException">The record of decisions cannot be known just now, so that nothing may be sent.</exception>
    public async ValueTask<string?> WithheldAsync(Site site, ConsentPurposes required, EventRow row, CancellationToken cancellationToken)
    {
        if (Missing(required, row.Consent) is { } missing)
            return missing;
        var recorded = await records.NewestAsync(site, row.AnonymousId, row.UserId, cancellationToken);
        if (!records.IsKnown)
            throw new TimeoutException("Decisions on record cannot be read just now.");
        var at = DateTimeOffset.FromUnixTimeMilliseconds(row.TimestampMs);
        if (required.HasFlag(ConsentPurposes.Analytics) && IsWithdrawn(recorded.Analytics, at))
            return "withdrawn_analytics";
        return required.HasFlag(ConsentPurposes.Marketing) && IsWithdrawn(recorded.Marketing, at) ? "withdrawn_marketing" : null;
    }

    /// <summary>A grant since then frees nothing: the event was stored without it, and for what it was asked is not known.</summary>
    private static bool IsWithdrawn(ConsentDecision? recorded, DateTimeOffset at) => recorded is { Granted: false } refusal && refusal.At >= at;

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
