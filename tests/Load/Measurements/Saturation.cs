using Tracking.Load.Results;
using Tracking.Load.Running;
using Tracking.Load.Traffic;

namespace Tracking.Load.Measurements;

/// <summary>Rows 1a to 1d: as much as is accepted, against the bare endpoint in the same minute.</summary>
internal sealed class Saturation(BareProcess bare, Installation service, LoadMeasurement measurement)
{
    private const int FewEvents = 5_000;

    private readonly MarkdownTable table = new(
        "row", "events", "bare/s", "accepted/s", "ratio to bare", "µs CPU an event", "bare µs",
        "µs until stored", "of it storing", "stored/s", "p50 ms", "p99 ms", "others");

    /// <summary>Measures the rounds, and gives the table.</summary>
    public async Task<MarkdownTable> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        RequestShape[] shapes = [RequestShape.Alone, RequestShape.Batch];
        var results = shapes.ToDictionary(shape => shape, _ => new List<Round>());
        for (var number = 1; number <= rounds; number++)
        {
            Progress.Say($"{service.Name}: round {number} of {rounds}");
            foreach (var shape in shapes)
                results[shape].Add(await RoundAsync(shape, cancellationToken));
        }

        foreach (var shape in shapes)
            Add(shape, results[shape]);
        return table;
    }

    private async Task<Round> RoundAsync(RequestShape shape, CancellationToken cancellationToken)
    {
        var baseline = await measurement.RunAsync(bare, shape, new ClosedLoop(), cancellationToken);
        var start = Usage.Of(service);
        var figures = await measurement.RunAsync(service, shape, new ClosedLoop(), cancellationToken);
        var (loaded, storedThen) = (Usage.Of(service), await service.Client.StoredAsync(cancellationToken));
        var storedInTheEnd = await service.DrainAsync(cancellationToken);
        var drained = Usage.Of(service);
        return new Round(
            baseline,
            figures,
            drained.CpuSince(start),
            storedInTheEnd - storedThen < FewEvents ? double.NaN : drained.CpuBetween(loaded) / (storedInTheEnd - storedThen),
            drained.RateSince(start));
    }

    private void Add(RequestShape shape, List<Round> rounds) => table.Add(
        (service.Mode, shape.EventsPerRequest) switch { (Mode.Embedded, 1) => "1a", (Mode.Embedded, _) => "1b", (_, 1) => "1c", _ => "1d" },
        $"{service.Name}, {shape}",
        rounds.Median(round => round.Bare.EventsPerSecond).As("N0"),
        rounds.Median(round => round.Service.EventsPerSecond).As("N0"),
        Goals.Ratio(service.Mode, shape).Judge(rounds.Median(round => round.Service.EventsPerSecond / round.Bare.EventsPerSecond)),
        Goals.Cpu(service.Mode, shape).Judge(rounds.Median(round => round.Service.CpuPerEvent)),
        rounds.Median(round => round.Bare.CpuPerEvent).As("0.0"),
        rounds.Median(round => round.CpuUntilStored).As("0.0"),
        rounds.Median(round => round.CpuToStore).As("0.0"),
        rounds.Median(round => round.StoredPerSecond).As("N0"),
        rounds.Median(round => round.Service.P50).As("0.0"),
        rounds.Median(round => round.Service.P99).As("0.0"),
        rounds.Median(round => Math.Max(round.Bare.Others, round.Service.Others)).As("P0"));

    /// <summary>One round.</summary>
    /// <param name="Bare">The bare endpoint's part.</param>
    /// <param name="Service">The service's part.</param>
    /// <param name="CpuUntilStored">Microseconds an event, from the first request until all of the round was stored.</param>
    /// <param name="CpuToStore">Microseconds an event while only what waited was stored; not a number when too little did.</param>
    /// <param name="StoredPerSecond">Events of the round, from the first request until all of it was stored.</param>
    private sealed record Round(
        LoadFigures Bare, LoadFigures Service, double CpuUntilStored, double CpuToStore, double StoredPerSecond);
}
