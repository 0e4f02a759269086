using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Languages;

/// <summary>The visitor's language: what the sender names (<c>context.locale</c>), else the first of <c>Accept-Language</c>.</summary>
internal sealed class LanguageEnrichment : IEnrichment
{
    private const int MostRemembered = 1_024;

    private readonly RecentlyAsked<string, string?> known = new(MostRemembered);

    public PersonalFields Reads => PersonalFields.Language;

    public EventEnrichment Enrich(ITrackCommand command, EventEnrichment found)
    {
        var envelope = command.Envelope;
        var text = envelope.Context.Locale ?? envelope.Client.AcceptLanguage;
        if (text is null)
            return found;
        if (!known.TryGet(text, out var language))
        {
            language = LanguageTag.Read(text);
            known.Remember(text, language);
        }

        return language is null ? found : found with { Language = language };
    }
}
