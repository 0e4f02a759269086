using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Languages;

/// <summary>The visitor's language: what the sender names (<c>context.locale</c>), else the first of <c>Accept-Language</c>.</summary>
internal sealed class LanguageEnrichment : IEnrichment
{
    private const int MostRemembered = 1_024;

    private readonly RecentlyAsked<string, string?> known = new(MostRemembered);

    /// <summary>How many languages are remembered.</summary>
    internal int Remembered => known.Count;

    public PersonalFields Reads => PersonalFields.Language;

    public EventEnrichment Enrich(ITrackCommand command, EventEnrichment found)
    {
        var envelope = command.Envelope;
        if ((envelope.Context.Locale ?? envelope.Client.AcceptLanguage) is not { } text)
            return found;
        var first = LanguageTag.First(text);
        if (!known.TryGet(first, out var language))
        {
            language = LanguageTag.Read(first);
            known.Remember(first, language);
        }

        return language is null ? found : found with { Language = language };
    }
}
