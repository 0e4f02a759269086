using BenchmarkDotNet.Attributes;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Enrichment;
using Tracking.Benchmarks.Traffic;
using Tracking.Domain.Collect;
using Tracking.Domain.Consent;

namespace Tracking.Benchmarks.Enrichment;

/// <summary>
/// What each registered enrichment costs an event, and what all of them do. Each is given what those before it have found, as in the
/// service; an answer that two of them share counts for the first.
/// </summary>
[MemoryDiagnoser]
public class EnrichmentBenchmarks
{
    private const string Whole = "(all)";
    private const int New = 5_000;

    private static readonly ConsentState Granted = new(Analytics: true, Marketing: false, Personalization: false, Anonymised: false);

    private readonly Case[] known = new Case[Visitor.Returning];
    private readonly Case[] fresh = new Case[New];
    private IReadOnlyList<IEnrichment> before = [];
    private Func<ITrackCommand, EventEnrichment, EventEnrichment> enrich = null!;
    private int visitors;

    /// <summary>Which one.</summary>
    [ParamsSource(nameof(Names))]
    public string Enrichment { get; set; } = Whole;

    /// <summary>All that are registered.</summary>
    public static IEnumerable<string> Names => [.. new BenchmarkedService().GetAll<IEnrichment>().Select(NameOf), Whole];

    [GlobalSetup]
    public void Compose()
    {
        var all = new BenchmarkedService().Get<Enrichments>();
        if (Enrichment == Whole)
        {
            enrich = (command, _) => all.Of(command);
        }
        else
        {
            enrich = all.All.Single(one => NameOf(one) == Enrichment).Enrich;
            before = [.. all.All.TakeWhile(one => NameOf(one) != Enrichment)];
        }

        for (var i = 0; i < known.Length; i++)
            known[i] = CaseOf(Visitor.Known(i), i);
        CacheHit();
    }

    [IterationSetup(Target = nameof(CacheMiss))]
    public void MeetNewVisitors()
    {
        for (var i = 0; i < fresh.Length; i++)
            fresh[i] = CaseOf(Visitor.New(visitors), visitors++);
    }

    /// <summary>The same hundred visitors in turn.</summary>
    [Benchmark(OperationsPerInvoke = Visitor.Returning)]
    public EventEnrichment CacheHit() => EnrichAll(known);

    /// <summary>Ever new visitors: every user agent, address, language and referring host is seen for the first time.</summary>
    [Benchmark(OperationsPerInvoke = New)]
    public EventEnrichment CacheMiss() => EnrichAll(fresh);

    private EventEnrichment EnrichAll(Case[] cases)
    {
        var found = EventEnrichment.None;
        foreach (var one in cases)
            found = enrich(one.Command, one.Found);
        return found;
    }

    private Case CaseOf(Visitor visitor, int number)
    {
        var command = PageViews.CommandOf(visitor, number);
        command.Envelope.Consent = Granted;
        return new Case(command, before.Aggregate(EventEnrichment.None, (found, one) => one.Enrich(command, found)));
    }

    private static string NameOf(IEnrichment enrichment) =>
        enrichment.GetType().Name.Replace(nameof(Enrichment), string.Empty, StringComparison.Ordinal);

    private readonly record struct Case(ITrackCommand Command, EventEnrichment Found);
}
