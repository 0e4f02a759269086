using System.Net;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.Enrichment.Devices;
using Tracking.Application.Collect.Enrichment.Geo;
using Tracking.Application.Collect.PageViews;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Enrichment;

/// <summary>What is registered, what there is, and what each of them reads.</summary>
public class PersonalFieldsTests
{
    private static readonly (PersonalFields Field, Func<ITrackCommand, ITrackCommand> Change)[] Changes =
    [
        (PersonalFields.Address, command => With(command, client => client with { Address = IPAddress.Parse("198.51.100.9") })),
        (PersonalFields.UserAgent, command => With(command, client => client with
        {
            UserAgent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Instagram 300.0 bot",
            Hints = new ClientHints { Mobile = false, Platform = "Windows", Brands = [new ClientBrand("HeadlessChrome", "1")] },
        })),
        (PersonalFields.Language, command => With(command, client => client with { AcceptLanguage = null }, context => context with { Locale = "ja-JP" })),
        (PersonalFields.Urls, command => EnrichedCommand.Of(
            command.Envelope.Client, "https://shop.example/other?utm_source=mail&utm_medium=email", "https://www.bing.com/", command.Envelope.Context)),
        (PersonalFields.ClickIds, command => With(command, client => client, context => context with
        {
            ClickIds = new Dictionary<string, string> { ["msclkid"] = "x" },
        })),
    ];

    public static TheoryData<string> Names => [.. Registered()];

    [Fact]
    public void Every_enrichment_that_there_is_is_registered() =>
        Registered().ShouldBe(
            typeof(IEnrichment).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IEnrichment))).Select(type => type.Name),
            ignoreOrder: true);

    [Theory, MemberData(nameof(Names))]
    public void An_enrichment_reads_the_personal_fields_that_it_names_and_no_others(string name)
    {
        foreach (var (field, change) in Changes)
        {
            var reads = !Enriched(name, Base()).Equals(Enriched(name, change(Base())));
            var named = Enrichment(name, out var pipeline).Reads.HasFlag(field);
            pipeline.Dispose();
            if (!named)
                reads.ShouldBeFalse($"{name} reads {field} and does not name it");
        }
    }

    [Fact]
    public void Each_personal_field_is_read_by_some_enrichment_so_that_changing_it_shows() =>
        Changes.ShouldAllBe(one => Registered().Any(name => !Enriched(name, Base()).Equals(Enriched(name, one.Change(Base())))));

    private static List<string> Registered()
    {
        using var pipeline = new CollectPipeline();
        return [.. pipeline.Enrichments.Select(one => one.GetType().Name)];
    }

    private static TrackPageView Base() => EnrichedCommand.Of(
        new VisitorClient
        {
            Address = IPAddress.Parse("203.0.113.7"),
            UserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.0.0",
            AcceptLanguage = "de",
        },
        referrer: null);

    private static TrackPageView With(
        ITrackCommand command, Func<VisitorClient, VisitorClient> client, Func<EventContext, EventContext>? context = null) =>
        EnrichedCommand.Of(
            client(command.Envelope.Client), command.Url!, command.Referrer, (context ?? (same => same))(command.Envelope.Context));

    private static EventEnrichment Enriched(string name, ITrackCommand command)
    {
        var enrichment = Enrichment(name, out var pipeline);
        using (pipeline)
        {
            pipeline.Located = command.Envelope.Client.Address!.ToString() == "203.0.113.7"
                ? default
                : new GeoAnswer(new Place("BR", null, null), IsDataCentre: true);
            return enrichment.Enrich(command, EventEnrichment.None);
        }
    }

    private static IEnrichment Enrichment(string name, out CollectPipeline pipeline)
    {
        pipeline = new CollectPipeline();
        return pipeline.Enrichments.Single(one => one.GetType().Name == name);
    }
}
