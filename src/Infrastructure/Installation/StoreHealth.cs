using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Installation;

/// <summary>Ready when sites and keys are known; degraded while the store is away, since accepting goes on.</summary>
internal sealed class StoreHealth(IDbContextFactory<TrackingContext> contexts, SiteDirectory directory, HashKeys hashKeys) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!directory.IsLoaded || !hashKeys.IsLoaded)
            return HealthCheckResult.Unhealthy("Sites and keys were not read yet.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("The database cannot be reached; events are accepted and wait.");
    }
}
