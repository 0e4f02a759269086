using System.Diagnostics.Metrics;
using Tracking.Infrastructure.Bus;

namespace Tracking.Infrastructure.Enrichment.Geo;

/// <summary>Metrics of the geo files.</summary>
internal sealed class GeoMetrics(IMeterFactory factory, TimeProvider time)
{
    private static readonly KeyValuePair<string, object?> Bundled = new("source", "bundled");
    private static readonly KeyValuePair<string, object?> Operator = new("source", "operator");

    private readonly Meter meter = factory.Create(BusMetrics.MeterName);

    public void Observe(GeoDatabase database)
    {
        meter.CreateObservableGauge(
            "tracking.geo.age", () => Ages(database), "s", "Time since the geo files that answer were built; of the operator's the oldest.");
        meter.CreateObservableGauge(
            "tracking.geo.failed", () => database.Problems.Count, "{file}", "Geo files that cannot be used as they are; what was last read answers, or the bundled one.");
    }

    private IEnumerable<Measurement<double>> Ages(GeoDatabase database)
    {
        var now = time.GetUtcNow();
        if (database.Files is { Count: > 0 } files)
            yield return new Measurement<double>(Math.Floor((now - files.Min(file => file.BuiltAt)).TotalSeconds), Operator);
        if (database.Bundled is { } bundled)
            yield return new Measurement<double>(Math.Floor((now - bundled.BuiltAt).TotalSeconds), Bundled);
    }
}
