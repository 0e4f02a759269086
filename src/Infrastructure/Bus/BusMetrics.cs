using System.Diagnostics.Metrics;

namespace Tracking.Infrastructure.Bus;

/// <summary>Metrics of the way from the accept path to the store.</summary>
internal sealed class BusMetrics
{
    /// <summary>The meter of this product.</summary>
    public const string MeterName = "Tracking";

    private readonly Meter meter;
    private readonly Counter<long> published;
    private readonly Counter<long> batches;
    private readonly Counter<long> failures;
    private readonly Counter<long> unconfirmed;
    private readonly Counter<long> stored;
    private readonly Counter<long> unreadable;
    private readonly Counter<long> setAside;
    private readonly Counter<long> drained;

    public BusMetrics(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);
        published = meter.CreateCounter<long>("tracking.events.published", "{event}", "Events that became durable: each had its 202, or would have if its sender had waited.");
        batches = meter.CreateCounter<long>("tracking.batches.durable", "{batch}", "Batches that became durable.");
        failures = meter.CreateCounter<long>("tracking.batches.not_durable", "{batch}", "Batches that could not be made durable; their senders got 503.");
        unconfirmed = meter.CreateCounter<long>("tracking.batches.unconfirmed", "{batch}", "Batches that the broker did not confirm in time; they went to, or stayed in, the spool.");
        stored = meter.CreateCounter<long>("tracking.events.consumed", "{event}", "Events that workers have stored or known as repetitions.");
        setAside = meter.CreateCounter<long>("tracking.events.set_aside", "{event}", "Accepted events that could not be stored; they wait to be replayed.");
        drained = meter.CreateCounter<long>("tracking.spool.drained", "By", "Bytes of accepted events that left the spool: stored, confirmed by the broker, or set aside as unreadable.");
        unreadable = meter.CreateCounter<long>("tracking.batches.unreadable", "{batch}", "Batches that the disk did not give back, or that no worker of this version can read; they were set aside.");
        foreach (var counter in (Counter<long>[])[published, batches, failures, unconfirmed, stored, setAside, drained, unreadable])
            counter.Add(0);
    }

    public void Published(int events) => published.Add(events);

    public void BatchWritten() => batches.Add(1);

    public void BatchFailed() => failures.Add(1);

    public void Unconfirmed() => unconfirmed.Add(1);

    public void Consumed(int events) => stored.Add(events);

    public void SetAside() => setAside.Add(1);

    public void Unreadable() => unreadable.Add(1);

    public void Drained(int bytes) => drained.Add(bytes);

    public void ObserveWaitingBytes(Func<long> bytes) =>
        meter.CreateObservableGauge("tracking.accept.waiting", bytes, "By", "Bytes of events that wait to become durable.");

    public void ObserveSpool(Func<long> bytes, Func<double> seconds)
    {
        meter.CreateObservableGauge("tracking.spool.size", bytes, "By", "Bytes of accepted events that wait in the spool to be stored.");
        meter.CreateObservableGauge("tracking.spool.age", seconds, "s", "Time since the oldest batch that waits in the spool was accepted; 0 when none waits.");
    }
}
