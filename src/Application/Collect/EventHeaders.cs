using Tracking.Application.Collect.Enrichment;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect;

/// <summary>Makes the header of a domain event from an envelope, without what its consent withholds.</summary>
public sealed class EventHeaders(IHashKeys keys, Enrichments enrichments)
{
    /// <summary>Makes the header. <see cref="EventEnvelope.Consent"/> has been decided by then.</summary>
    public async ValueTask<EventHeader> ForAsync(ITrackCommand command, CancellationToken cancellationToken)
    {
        var envelope = command.Envelope;
        var consent = envelope.Consent;
        var key = MessageKeys.Of(keys, envelope.Site.Name, envelope.MessageId);
        var anonymousId = consent.Anonymised ? null : envelope.AnonymousId;
        var userId = consent.Anonymised ? null : envelope.UserId;
        return new EventHeader
        {
            SiteId = envelope.Site.Id,
            Site = envelope.Site.Name,
            MessageId = consent.Anonymised ? KeyedHash.Text(key) : envelope.MessageId,
            MessageKey = key,
            Timestamp = envelope.Timestamp,
            ReceivedAt = envelope.ReceivedAt,
            Sequence = envelope.Sequence,
            VisitorId = anonymousId ?? userId ?? await CookielessIdAsync(envelope, cancellationToken),
            AnonymousId = anonymousId,
            UserId = userId,
            Consent = consent,
            Context = Allowed(envelope),
            Enrichment = enrichments.Of(command),
            FromServer = envelope.FromServer,
        };
    }

    /// <summary>The keyed hash of an order's id, the same with and without consent.</summary>
    public Guid OrderKey(EventEnvelope envelope, string orderId) => OrderKeys.Of(keys, envelope.Site.Name, orderId);

    private static EventContext Allowed(EventEnvelope envelope)
    {
        var (context, consent, settings) = (envelope.Context, envelope.Consent, envelope.Site.Settings);
        var page = context.Page;
        if (page is not null)
        {
            page = new PageContext(
                UrlCleaner.Clean(page.Url, consent, settings), page.Title, UrlCleaner.Clean(page.Referrer, consent, settings));
        }

        // Without analytics consent no click or client id is kept, whatever was said about marketing.
        var advertising = consent is { Analytics: true, Marketing: true };
        return context with
        {
            Page = page,
            ClickIds = advertising ? context.ClickIds : null,
            ClientIds = advertising ? context.ClientIds : null,
        };
    }

    private async ValueTask<string> CookielessIdAsync(EventEnvelope envelope, CancellationToken cancellationToken) =>
        CookielessVisitor.Id(
            await keys.SaltAsync(envelope.CookielessDay, cancellationToken),
            envelope.Site.Name,
            envelope.CookielessTraits.Address,
            envelope.CookielessTraits.UserAgent);
}
