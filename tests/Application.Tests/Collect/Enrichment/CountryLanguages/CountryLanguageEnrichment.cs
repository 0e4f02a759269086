using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.CountryLanguages;

/// <summary>Where nobody says which language the visitor speaks, that of a country that has one.</summary>
internal sealed class CountryLanguageEnrichment : IEnrichment
{
    public PersonalFields Reads => PersonalFields.None;

    public EventEnrichment Enrich(ITrackCommand command, EventEnrichment found) =>
        found is { Language: null, Place.Country: "BR" } ? found with { Language = "pt-BR" } : found;
}
