using Tracking.Load.Results;

namespace Tracking.Load.Measurements;

/// <summary>What a server did in one measurement.</summary>
/// <param name="EventsPerSecond">Accepted, that is answered 202.</param>
/// <param name="CpuPerEvent">Microseconds of all its processes, for an accepted event.</param>
/// <param name="P50">Milliseconds to 202.</param>
/// <param name="P99">The same, of 99 requests in 100.</param>
/// <param name="Others">Share of the machine that other programs had meanwhile, 0 to 1.</param>
internal sealed record LoadFigures(double EventsPerSecond, double CpuPerEvent, double P50, double P99, double Others)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{EventsPerSecond:N0} events/s, {CpuPerEvent:0.0} µs CPU an event, p50 {P50.As("0.0")} ms, p99 {P99.As("0.0")} ms, others had {Others:P0}";
}
