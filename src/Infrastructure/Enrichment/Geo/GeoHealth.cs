using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tracking.Infrastructure.Enrichment.Geo;

/// <summary>Degraded while geo files cannot be used as they are: events are accepted, and places are older, coarser or unknown.</summary>
internal sealed class GeoHealth(GeoDatabase database) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(database.Problems is { Count: > 0 } problems
            ? HealthCheckResult.Degraded($"{string.Join(". ", problems)}. {Advice}")
            : HealthCheckResult.Healthy());

    private string Advice =>
        (database.Bundled, database.Files.Count) is (null, 0)
            ? "No place is known. Build with Node, or set Geo__DatabasePath to a whole .mmdb file."
            : "Put a whole .mmdb file in its place, by renaming it there: it answers within seconds.";
}
