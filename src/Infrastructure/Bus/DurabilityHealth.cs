using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Bus;

/// <summary>Unhealthy while nothing durable can be written, so that senders would get 503; degraded while the spool stands in for the broker.</summary>
internal sealed class DurabilityHealth(SpoolLog spool, IServiceProvider services) : IHealthCheck
{
    private readonly BrokerPublisher? broker = services.GetService<BrokerPublisher>();

    /// <summary>Knows whether there is a broker also when nothing was sent to it yet.</summary>
    private readonly IBusControl bus = services.GetRequiredService<IBusControl>();

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(State());

    private HealthCheckResult State()
    {
        if (broker is { Confirms: true } && bus.CheckHealth().Status == BusHealthStatus.Healthy)
            return HealthCheckResult.Healthy();
        if (!spool.CanWrite())
            return HealthCheckResult.Unhealthy("Nothing durable can be written: the spool is full, or the disk of Data__Directory does not take it.");
        return broker is null
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("The broker does not confirm; events are accepted and wait in the spool.");
    }
}
