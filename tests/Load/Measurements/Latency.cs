using Tracking.Load.Results;
using Tracking.Load.Running;
using Tracking.Load.Traffic;

namespace Tracking.Load.Measurements;

/// <summary>Row 2: the time to 202 at a rate that leaves the machine air, from the moment for which a request was meant.</summary>
internal sealed class Latency(BareProcess bare, Installation service, LoadMeasurement measurement)
{
    private const double RequestsPerSecond = 2_000;

    /// <summary>Measures the rounds.</summary>
    public async Task RunAsync(int rounds, FigureTable table, CancellationToken cancellationToken)
    {
        Progress.Say($"{service.Name}: latency at {RequestsPerSecond:N0} requests/s");
        var results = new List<(LoadFigures Bare, LoadFigures Service)>();
        for (var number = 1; number <= rounds; number++)
        {
            var baseline = await measurement.RunAsync(bare, RequestShape.Alone, new OpenLoop(RequestsPerSecond), cancellationToken);
            var figures = await measurement.RunAsync(service, RequestShape.Alone, new OpenLoop(RequestsPerSecond), cancellationToken);
            await service.DrainAsync(cancellationToken);
            results.Add((baseline, figures));
        }

        table.Add(
            "2",
            service,
            $"ms to 202 at {results.Median(round => round.Service.EventsPerSecond):N0} requests/s, p99",
            Goals.Latency(service.Mode).Judge(results.Median(round => round.Service.P99)),
            $"p50 {results.Median(round => round.Service.P50).As("0.0")}; bare endpoint: p50 {results.Median(round => round.Bare.P50).As("0.0")}, "
                + $"p99 {results.Median(round => round.Bare.P99).As("0.0")}; "
                + $"others had {results.Median(round => round.Service.Others):P0}");
    }
}
