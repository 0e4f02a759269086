using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Bus;

namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>Metrics of forwarding. A destination is named by its kind and number.</summary>
internal sealed class ForwardingMetrics
{
    private readonly Counter<long> events;
    private readonly Counter<long> failures;
    private readonly ConcurrentDictionary<int, (string Kind, long OldestMs)> oldest = new();
    private readonly TimeProvider time;

    public ForwardingMetrics(IMeterFactory factory, TimeProvider time)
    {
        this.time = time;
        var meter = factory.Create(BusMetrics.MeterName);
        events = meter.CreateCounter<long>("tracking.forwarding.events", "{event}", "Events by what became of them at a destination; those that are tried again count as waiting each time.");
        failures = meter.CreateCounter<long>("tracking.forwarding.failures", "{attempt}", "Attempts in which a destination took nothing.");
        meter.CreateObservableGauge("tracking.forwarding.age", Ages, "s", "Time since the oldest event was received whose turn at a destination has not come; 0 when none waits, or another process works on it.");
    }

    /// <summary>It is worked on here from now on; counts begin with 0, so that the first one is seen.</summary>
    public void Begin(Destination destination)
    {
        Waits(destination, null);
        failures.Add(0, Kind(destination.Kind), Number(destination.Id));
        foreach (var state in Enum.GetValues<DeliveryState>())
            Became(destination, state, 0);
    }

    /// <summary>An event waits for its turn; <c>null</c>: none.</summary>
    public void Waits(Destination destination, long? oldestReceivedAtMs) => oldest[destination.Id] = (destination.Kind, oldestReceivedAtMs ?? 0);

    /// <summary>Events came to a state.</summary>
    public void Became(Destination destination, DeliveryState state, int count) =>
        events.Add(count, Kind(destination.Kind), Number(destination.Id), new("state", state.ToString().ToLowerInvariant()));

    /// <summary>Nothing was taken.</summary>
    public void Failed(Destination destination) => failures.Add(1, Kind(destination.Kind), Number(destination.Id));

    /// <summary>It is worked on here no longer.</summary>
    public void Forget(int id) => oldest.TryRemove(id, out _);

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);

    private static KeyValuePair<string, object?> Number(int id) => new("destination", id);

    private IEnumerable<Measurement<double>> Ages()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return oldest.Select(one => new Measurement<double>(
            one.Value.OldestMs == 0 ? 0 : Math.Max(0, now - one.Value.OldestMs) / 1_000.0, Kind(one.Value.Kind), Number(one.Key)));
    }
}
