using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.Enrichment.Languages;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Enrichment.Languages;

public class LanguageEnrichmentTests
{
    private readonly LanguageEnrichment enrichment = new();

    [Fact]
    public void Of_a_header_no_more_is_remembered_than_its_first_language()
    {
        for (var i = 0; i < 10; i++)
            Of($" pt-br{(i % 2 == 0 ? ',' : ';')}{new string('x', i)}").ShouldBe("pt-BR");

        enrichment.Remembered.ShouldBe(1);
    }

    [Fact]
    public void A_language_without_end_is_cut()
    {
        var endless = $"zh-Hant-TW{new string('-', 54)}";
        for (var i = 0; i < 10; i++)
            Of($"{endless}{i}{new string('x', 30_000)}").ShouldBe("zh-Hant-TW");

        enrichment.Remembered.ShouldBe(1);
    }

    private string? Of(string header) =>
        enrichment.Enrich(EnrichedCommand.Of(new VisitorClient { AcceptLanguage = header }), EventEnrichment.None).Language;
}
