using System.Collections.Concurrent;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Languages;

/// <summary>The visitor's language: what the sender names (<c>context.locale</c>), else the first of <c>Accept-Language</c>.</summary>
internal sealed class LanguageEnrichment : IEnrichment
{
    private const int MostKnown = 4_096;

    // Browsers send a few hundred different ones; who sends more is answered without the cache.
    private readonly ConcurrentDictionary<string, string?> known = new(StringComparer.Ordinal);

    public PersonalFields Reads => PersonalFields.Language;

    public EventEnrichment Enrich(ITrackCommand command, EventEnrichment found)
    {
        var envelope = command.Envelope;
        var text = envelope.Context.Locale ?? envelope.Client.AcceptLanguage;
        if (text is null)
            return found;
        if (!known.TryGetValue(text, out var language))
        {
            language = LanguageTag.Read(text);
            if (known.Count < MostKnown)
                known.TryAdd(text, language);
        }

        return language is null ? found : found with { Language = language };
    }
}
