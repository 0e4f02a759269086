using System.Net;
using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.Enrichment.Channels;
using Tracking.Application.Collect.Enrichment.Languages;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Enrichment.Channels;

public sealed class ChannelEnrichmentTests : IDisposable
{
    private readonly CollectPipeline pipeline = new();

    public void Dispose() => pipeline.Dispose();

    [Fact]
    public void It_runs_before_the_language()
    {
        var all = pipeline.Get<Enrichments>().All.Select(enrichment => enrichment.GetType()).ToList();

        all.IndexOf(typeof(ChannelEnrichment)).ShouldBeInRange(0, all.IndexOf(typeof(LanguageEnrichment)));
    }

    [Fact]
    public async Task It_runs_for_events_that_are_stored()
    {
        await pipeline.CollectAsync(EventSamples.Of("page_view").Json());

        pipeline.Published.ShouldHaveSingleItem().Header.Enrichment.Traffic
            .ShouldBe(new Traffic("Email", "news", "email", "spring", "shoes", "top", "blog.example"));
    }

    [Fact]
    public void It_names_what_it_reads_and_reads_no_other_personal_field()
    {
        var visit = new Visit("https://shop.example/?gclid=a", "https://blog.example/", "Mozilla/5.0")
        {
            AnonymousId = "a",
            Client = new VisitorClient { Address = IPAddress.Loopback, AcceptLanguage = "pt-BR" },
            Context = new EventContext { Locale = "pt-BR", ClientIds = new Dictionary<string, string> { ["fbp"] = "a" } },
        };
        var other = new Visit(visit.Url, visit.Referrer, visit.UserAgent) { AnonymousId = "b" };

        new ChannelEnrichment().Reads.ShouldBe(PersonalFields.UserAgent | PersonalFields.Urls | PersonalFields.ClickIds);
        other.Traffic().ShouldBe(visit.Traffic());
    }

    [Fact]
    public void What_was_found_before_it_stays() =>
        new Visit().Enriched().ShouldBe(EventEnrichment.None with { Traffic = new Traffic("Direct", null, null, null, null, null, null) });
}
