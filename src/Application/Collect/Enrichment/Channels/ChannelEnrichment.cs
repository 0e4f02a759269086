using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Channels;

/// <summary>
/// Where the page was reached from: what the campaign says, else an advertisement's click id, the referrer, a click id that comes with any
/// link, or the app that shows the page.
/// </summary>
internal sealed class ChannelEnrichment : IEnrichment
{
    private readonly TrafficSources sources = TrafficSources.Known;

    public PersonalFields Reads => PersonalFields.UserAgent | PersonalFields.Urls | PersonalFields.ClickIds;

    public EventEnrichment Enrich(ITrackCommand command, EventEnrichment found)
    {
        var page = command.Envelope.Context.Page;
        return (command.Url ?? page?.Url) is { } url
            ? found with { Traffic = Of(command.Envelope, url, command.Referrer ?? page?.Referrer) }
            : found;
    }

    private Traffic Of(EventEnvelope envelope, string url, string? referrer)
    {
        Span<char> buffer = stackalloc char[HostName.MaxLength];
        var host = HostName.Of(referrer, buffer);
        var referring = host.IsEmpty || IsOwn(host, url, envelope) ? null : host.ToString();

        var said = CampaignWords.Read(envelope.Context, url, sources);
        var (source, medium, term) = (said.Source, said.Medium, said.Term);
        if (said.ClickId is { FillsCampaign: true } advertisement)
        {
            // GA4 lets gclid go before UTM, since it asks Google Ads what was clicked. We cannot: the advertiser's own words say more than
            // a parameter's name does, and the name only fills what they leave open.
            source ??= advertisement.Origin.Source;
            medium ??= advertisement.Origin.Medium;
        }
        else if (source is null)
        {
            // A campaign that names its source and no medium is left so: the referrer's medium may belong to another source.
            var origin = referring is not null ? OfReferrer(referring, referrer!, envelope, ref term)
                : said.ClickId?.Origin ?? (host.IsEmpty ? sources.OfApp(envelope.Client.UserAgent) : null);
            source = origin?.Source;
            medium ??= origin?.Medium;
        }

        var kind = source is null ? SourceKind.Other : sources.KindOf(source);
        var channel = DefaultChannels.Of(kind, source, medium, said.Campaign);
        return new Traffic(channel, source, medium, said.Campaign, term, said.Content, referring);
    }

    private Origin OfReferrer(string host, string referrer, EventEnvelope envelope, ref string? term)
    {
        var origin = sources.OfReferrer(host, out var parameters);
        // What was searched for is part of the referrer's query, which consent withholds.
        if (term is not null || parameters.Count == 0 || envelope.Consent.Anonymised)
            return origin;
        var query = new UrlParameters(referrer);
        while (term is null && query.MoveNext())
        {
            foreach (var parameter in parameters)
            {
                if (query.Name.SequenceEqual(parameter))
                    term = CampaignText.OfParameter(query.Value);
            }
        }

        return origin;
    }

    private static bool IsOwn(ReadOnlySpan<char> host, string url, EventEnvelope envelope)
    {
        Span<char> buffer = stackalloc char[HostName.MaxLength];
        return HostName.WithoutWww(host).SequenceEqual(HostName.WithoutWww(HostName.Of(url, buffer)))
            || OwnHosts.Of(envelope.Site.Settings).Contain(host);
    }
}
