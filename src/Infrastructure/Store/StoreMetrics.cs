using System.Diagnostics.Metrics;
using Tracking.Infrastructure.Bus;

namespace Tracking.Infrastructure.Store;

/// <summary>Metrics of the store.</summary>
internal sealed class StoreMetrics
{
    private long userAgents;

    public StoreMetrics(IMeterFactory factory) => factory.Create(BusMetrics.MeterName).CreateObservableGauge(
        "tracking.user_agents.kept", () => Volatile.Read(ref userAgents), "{user_agent}", "Reduced user agents that are kept for all sites together.");

    public void UserAgents(long kept) => Volatile.Write(ref userAgents, kept);
}
