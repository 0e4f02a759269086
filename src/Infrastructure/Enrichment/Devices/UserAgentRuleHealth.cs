using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tracking.Infrastructure.Enrichment.Devices;

/// <summary>Degraded without the rules that devices are known by; events are stored all the same.</summary>
internal sealed class UserAgentRuleHealth(UserAgentRuleFile file) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        file.IsUnreadable
            ? HealthCheckResult.Degraded("The rules for user agents cannot be read: devices stay unknown. Install the program anew, or build it with Node.")
            : HealthCheckResult.Healthy());
}
