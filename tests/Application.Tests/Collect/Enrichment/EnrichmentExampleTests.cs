using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.Enrichment.CountryLanguages;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Enrichment;

/// <summary>
/// The example in docs/collect/enrichment.md is <see cref="CountryLanguageEnrichment"/>, from its first line to its last, so that it compiles as
/// it is pasted.
/// </summary>
public class EnrichmentExampleTests
{
    private static readonly string Repository = RepositoryFolder();

    [Fact]
    public void The_documents_example_is_the_class_that_is_compiled()
    {
        var page = File.ReadAllText(Path.Combine(Repository, "docs", "collect", "enrichment.md"));
        var shown = page.Split("```csharp\n")[1].Split("```")[0];

        var compiled = File.ReadAllText(Path.Combine(
            Repository, "tests", "Application.Tests", "Collect", "Enrichment", "CountryLanguages", $"{nameof(CountryLanguageEnrichment)}.cs"));

        shown.ShouldBe(compiled);
    }

    [Theory]
    [InlineData("BR", null, "pt-BR")]
    [InlineData("BR", "de", "de")]
    [InlineData("DE", null, null)]
    public void It_does_what_it_says(string country, string? language, string? found) =>
        new CountryLanguageEnrichment().Enrich(
            EnrichedCommand.Of(VisitorClient.Unknown),
            new EventEnrichment { Place = new Place(country, null, null), Language = language }).Language.ShouldBe(found);

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Tracking.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
