using System.Diagnostics.Metrics;
using Tracking.Infrastructure.Bus;

namespace Tracking.Infrastructure.Publishing;

/// <summary>Metrics of the public bus.</summary>
internal sealed class PublishingMetrics
{
    private readonly Counter<long> published;
    private readonly Counter<long> failures;
    private readonly Counter<long> refused;
    private readonly TimeProvider time;
    private long oldestMs;

    public PublishingMetrics(IMeterFactory factory, TimeProvider time)
    {
        this.time = time;
        var meter = factory.Create(BusMetrics.MeterName);
        published = meter.CreateCounter<long>("tracking.bus.published", "{event}", "Stored events that the public bus has confirmed.");
        failures = meter.CreateCounter<long>("tracking.bus.failures", "{attempt}", "Attempts to publish that failed; what they were of is published later.");
        refused = meter.CreateCounter<long>("tracking.bus.refused", "{message}", "Messages that a subscriber's queue refused, and has lost.");
        foreach (var counter in (Counter<long>[])[published, failures, refused])
            counter.Add(0);
        meter.CreateObservableGauge("tracking.bus.age", AgeSeconds, "s", "Time since the oldest event was received that the public bus has not confirmed yet; 0 when none waits.");
    }

    /// <summary>These are about to be published.</summary>
    public void Waits(long oldestReceivedAtMs) => Volatile.Write(ref oldestMs, oldestReceivedAtMs);

    /// <summary>These are published.</summary>
    public void Published(int events)
    {
        published.Add(events);
        Volatile.Write(ref oldestMs, 0);
    }

    public void Failed() => failures.Add(1);

    public void Refused(int messages) => refused.Add(messages);

    private double AgeSeconds() =>
        Volatile.Read(ref oldestMs) is > 0 and var oldest ? Math.Max(0, time.GetUtcNow().ToUnixTimeMilliseconds() - oldest) / 1_000.0 : 0;
}
