using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using MediatR;
using Tracking.Application.Collect;
using Tracking.Application.Collect.PageViews;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Consent;
using Tracking.Benchmarks.Traffic;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Bus;

namespace Tracking.Benchmarks.Collect;

/// <summary>How events come.</summary>
public enum RequestKind
{
    /// <summary>A request each, from twenty visitors.</summary>
    Alone,

    /// <summary>Twenty of one visitor in one request.</summary>
    BatchOf20,
}

/// <summary>
/// What an event costs from the request's body to the lines that become durable: each step by itself and all of them. Without HTTP
/// (reading the body, key, origin, rate, answer), and without disk or broker.
/// </summary>
[MemoryDiagnoser]
public class AcceptPathBenchmarks
{
    private const int Events = 20;

    private readonly List<ITrackCommand> commands = [];
    private readonly List<CollectedEvent[]> collected = [];
    private IReadOnlyList<Body> bodies = [];
    private BenchmarkedService service = null!;
    private EventCollector collector = null!;
    private IReadOnlyList<IPipelineBehavior<TrackPageView, CollectOutcome>> behaviours = [];
    private IRequestHandler<TrackPageView, CollectOutcome> handler = null!;

    /// <summary>How they come; all figures are of one event.</summary>
    [ParamsAllValues]
    public RequestKind Request { get; set; }

    [GlobalSetup]
    public async Task ComposeAsync()
    {
        service = new BenchmarkedService();
        collector = service.Get<EventCollector>();
        behaviours = service.GetAll<IPipelineBehavior<TrackPageView, CollectOutcome>>();
        handler = service.Get<IRequestHandler<TrackPageView, CollectOutcome>>();
        bodies = Request == RequestKind.Alone
            ? [.. Enumerable.Range(0, Events).Select(i => BodyOf(Visitor.Known(i), PageViews.JsonOf(Visitor.Known(i), i)))]
            : [BodyOf(Visitor.Known(1), BatchOf(Visitor.Known(1)))];

        foreach (var body in bodies)
        {
            using var json = JsonDocument.Parse(body.Json);
            commands.AddRange(Read(body.Source, json.RootElement).Select(read => read.Command!));
        }

        foreach (var command in commands.Cast<TrackPageView>())
            await BehaviourOf<ConsentBehaviour<TrackPageView>>().Handle(command, CancellationToken.None, Next);
        var events = new List<CollectedEvent>();
        foreach (var command in commands.Cast<TrackPageView>())
            events.Add(((CollectOutcome.Collected)await handler.Handle(command, CancellationToken.None)).Event);
        collected.AddRange(events.Chunk(Events / bodies.Count));
    }

    /// <summary>From JSON to commands.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public ITrackCommand? Read()
    {
        ITrackCommand? last = null;
        foreach (var body in bodies)
        {
            using var json = JsonDocument.Parse(body.Json);
            foreach (var read in Read(body.Source, json.RootElement))
                last = read.Command;
        }

        return last;
    }

    /// <summary>The rules of all events and of page views.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public Task<CollectOutcome?> Validate() => PassAsync(BehaviourOf<ValidationBehaviour<TrackPageView>>());

    /// <summary>What the event may be used for; a decision on record is looked for in memory.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public Task<CollectOutcome?> Consent() => PassAsync(BehaviourOf<ConsentBehaviour<TrackPageView>>());

    /// <summary>From command to domain event: hashes, URLs cleaned, all enrichments (of visitors who return).</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public async Task<CollectOutcome?> Handle()
    {
        CollectOutcome? last = null;
        foreach (var command in commands)
            last = await handler.Handle((TrackPageView)command, CancellationToken.None);
        return last;
    }

    /// <summary>The lines of a batch.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public int WriteLines()
    {
        var bytes = 0;
        foreach (var events in collected)
            bytes += EventBatchFormat.Lines(events).Length;
        return bytes;
    }

    /// <summary>All of it, by the mediator.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public async Task<int> WholePath()
    {
        foreach (var body in bodies)
        {
            using var json = JsonDocument.Parse(body.Json);
            await collector.CollectAsync(body.Source, Read(body.Source, json.RootElement), CancellationToken.None);
        }

        return service.Published;
    }

    private static IEnumerable<ReadEvent> Read(EventSource source, JsonElement root)
    {
        var batch = new JsonFields(root, string.Empty, []);
        if (!batch.TryGet("events", out var events))
            return new[] { root }.Select(new EventReader(source, sentAt: null, SharedContext.None).Read);
        return events.EnumerateArray().Select(new EventReader(source, batch.Time("sentAt"), batch.SharedContext(source.FromServer)).Read);
    }

    private static string BatchOf(Visitor visitor)
    {
        var events = string.Join(',', Enumerable.Range(0, Events).Select(i => PageViews.JsonOf(visitor, i)));
        return $$$"""
            {"sentAt":"2026-05-17T10:05:03.750Z","context":{"locale":"en-GB","timezone":"Europe/London","screen":{"width":1440,"height":900}},
            "events":[{{{events}}}]}
            """;
    }

    private static Task<CollectOutcome> Next() => Passed;

    private static readonly Task<CollectOutcome> Passed = Task.FromResult<CollectOutcome>(new CollectOutcome.Dropped(DropReason.NoConsent));

    private async Task<CollectOutcome?> PassAsync(IPipelineBehavior<TrackPageView, CollectOutcome> behaviour)
    {
        CollectOutcome? last = null;
        foreach (var command in commands)
            last = await behaviour.Handle((TrackPageView)command, CancellationToken.None, Next);
        return last;
    }

    private T BehaviourOf<T>() => behaviours.OfType<T>().Single();

    private static Body BodyOf(Visitor visitor, string json) => new(PageViews.SourceOf(visitor), Encoding.UTF8.GetBytes(json));

    private sealed record Body(EventSource Source, byte[] Json);
}
