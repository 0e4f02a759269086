using Tracking.Application.Collect;
using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.PageViews;
using Tracking.Domain.Collect;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;

namespace Tracking.Application.Tests.Collect.Enrichment;

/// <summary>A page view whose consent was decided, as enrichments get it.</summary>
internal static class EnrichedCommand
{
    public static TrackPageView Of(
        VisitorClient client,
        string url = "https://shop.example/",
        string? referrer = null,
        EventContext? context = null,
        SiteSettings? settings = null,
        bool anonymised = false) => new(
            new EventEnvelope
            {
                Site = new Site(1, "shop", settings ?? new SiteSettings()),
                FromServer = false,
                MessageId = "m",
                Timestamp = DateTimeOffset.UnixEpoch,
                ReceivedAt = DateTimeOffset.UnixEpoch,
                Client = client,
                Context = context ?? EventContext.Empty,
                CookielessDay = new CookielessDay(new DateOnly(1970, 1, 1), IsHistory: false),
                Consent = new ConsentState(!anonymised, !anonymised, !anonymised, anonymised),
            },
            url,
            Title: null,
            referrer);
}
