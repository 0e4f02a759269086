using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Channels;

/// <summary>What an event says of a campaign: the sender in <c>context</c> first, else the page's URL.</summary>
internal struct CampaignWords
{
    private const string Prefix = "utm_";

    private string? id;

    /// <summary>In lower case, so that <c>Google</c> and <c>google</c> are one row.</summary>
    public string? Source { get; private set; }

    /// <summary>In lower case.</summary>
    public string? Medium { get; private set; }

    /// <summary>The name, else the id.</summary>
    public string? Campaign { get; private set; }

    public string? Term { get; private set; }

    public string? Content { get; private set; }

    /// <summary>The click id by whose name most is known.</summary>
    public ClickId? ClickId { get; private set; }

    /// <summary>
    /// Reads it. Of click ids the names are looked at, and whether there is a value; what it is needs marketing consent.
    /// </summary>
    public static CampaignWords Read(EventContext context, string url, TrafficSources sources)
    {
        var words = new CampaignWords();
        if (context.Campaign is { } sent)
        {
            words.Source = CampaignText.Of(sent.Source);
            words.Medium = CampaignText.Of(sent.Medium);
            words.Campaign = CampaignText.Of(sent.Name);
            words.Term = CampaignText.Of(sent.Term);
            words.Content = CampaignText.Of(sent.Content);
        }

        if (context.ClickIds is { } clickIds)
        {
            foreach (var (name, value) in clickIds)
                words.Note(sources.ClickIdOf(name), value);
        }

        var parameters = new UrlParameters(url);
        while (parameters.MoveNext())
        {
            if (parameters.Name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                words.Read(parameters.Name[Prefix.Length..], parameters.Value);
            else
                words.Note(sources.ClickIdOf(parameters.Name), parameters.Value);
        }

        words.Source = words.Source?.ToLowerInvariant();
        words.Medium = words.Medium?.ToLowerInvariant();
        words.Campaign ??= words.id;
        return words;
    }

    private void Read(ReadOnlySpan<char> field, ReadOnlySpan<char> value)
    {
        if (Is(field, "source"))
            Source ??= CampaignText.OfParameter(value);
        else if (Is(field, "medium"))
            Medium ??= CampaignText.OfParameter(value);
        else if (Is(field, "campaign"))
            Campaign ??= CampaignText.OfParameter(value);
        else if (Is(field, "term"))
            Term ??= CampaignText.OfParameter(value);
        else if (Is(field, "content"))
            Content ??= CampaignText.OfParameter(value);
        else if (Is(field, "id"))
            id ??= CampaignText.OfParameter(value);
    }

    // A template that was not filled in (gclid=) is no click.
    private void Note(ClickId? found, ReadOnlySpan<char> value)
    {
        if (found is not null && !value.IsEmpty && (ClickId is null || found.Rank < ClickId.Rank))
            ClickId = found;
    }

    private static bool Is(ReadOnlySpan<char> field, string name) => field.Equals(name, StringComparison.OrdinalIgnoreCase);
}
