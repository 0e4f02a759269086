using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Installation;

/// <summary>
/// Ready when sites and keys are known; degraded while the store is away, or not of this release where this process stores, since accepting
/// goes on.
/// </summary>
internal sealed class StoreHealth(
    IDbContextFactory<TrackingContext> contexts, SiteDirectory directory, HashKeys hashKeys, StoreMigration migration, TimeProvider time, bool works)
    : IHealthCheck
{
    /// <summary>Who asks waits a second or so, and would take a process that accepts for a dead one.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!directory.IsLoaded || !hashKeys.IsLoaded)
            return HealthCheckResult.Unhealthy("Sites and keys were not read yet.");
        // Apart: Sqlite's client waits in the caller's thread.
        var look = Task.Run(() => CanConnectAsync(cancellationToken), cancellationToken);
        var isThere = await Task.WhenAny(look, Task.Delay(LongestLook, time, cancellationToken)) == look && await look;
        if (directory.RestoredFrom is { } readAt)
            return HealthCheckResult.Degraded($"The database was not read since the start; sites and keys are those of {readAt:u}. Events are accepted and wait.");
        if (!isThere)
            return HealthCheckResult.Degraded("The database cannot be reached; events are accepted and wait.");
        return works && !migration.IsDone
            ? HealthCheckResult.Degraded("The database is not brought up to this release yet; events are accepted and wait. The log says why.")
            : HealthCheckResult.Healthy();
    }

    private async Task<bool> CanConnectAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.CanConnectAsync(cancellationToken);
    }
}
