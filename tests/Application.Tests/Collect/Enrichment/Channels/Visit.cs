using Tracking.Application.Collect;
using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.Enrichment.Channels;
using Tracking.Application.Collect.PageViews;
using Tracking.Domain.Collect;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;

namespace Tracking.Application.Tests.Collect.Enrichment.Channels;

/// <summary>A page view on <c>shop.example</c> and what the enrichment makes of it.</summary>
internal sealed record Visit(string? Url = "https://shop.example/", string? Referrer = null, string? UserAgent = null)
{
    private static readonly DateTimeOffset At = new(2026, 5, 17, 10, 5, 4, TimeSpan.Zero);
    private static readonly ChannelEnrichment Enrichment = new();

    /// <summary>Nothing is withheld.</summary>
    public static ConsentState Granted { get; } = new(true, true, true, Anonymised: false);

    /// <summary>Everything is.</summary>
    public static ConsentState Denied { get; } = new(false, false, false, Anonymised: true);

    public EventContext Context { get; init; } = EventContext.Empty;

    public ConsentState Consent { get; init; } = Granted;

    public SiteSettings Settings { get; init; } = new();

    public VisitorClient Client { get; init; } = VisitorClient.Unknown;

    /// <summary>Another browser's ids.</summary>
    public string? AnonymousId { get; init; }

    public EventEnrichment Enriched() => Enrichment.Enrich(
        new TrackPageView(
            new EventEnvelope
            {
                Site = new Site(7, "shop", Settings),
                FromServer = false,
                MessageId = "m-1",
                Timestamp = At,
                ReceivedAt = At,
                CookielessDay = new CookielessDay(new DateOnly(2026, 5, 17), IsHistory: false),
                AnonymousId = AnonymousId,
                UserId = AnonymousId,
                Context = Context,
                Client = Client with { UserAgent = UserAgent },
                Consent = Consent,
            },
            Url,
            Title: null,
            Referrer),
        EventEnrichment.None);

    public Traffic Traffic() => Enriched().Traffic.ShouldNotBeNull();

    /// <summary>The channel, source and medium in one line; <c>-</c> for nothing.</summary>
    public string Summary()
    {
        var traffic = Traffic();
        return $"{traffic.Channel}: {traffic.Source ?? "-"} / {traffic.Medium ?? "-"}";
    }
}
