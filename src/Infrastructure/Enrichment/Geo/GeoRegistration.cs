using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tracking.Application.Collect.Enrichment.Geo;

namespace Tracking.Infrastructure.Enrichment.Geo;

/// <summary>Registers where addresses are looked up.</summary>
internal static class GeoRegistration
{
    /// <summary>Adds it. The files are read by whoever looks up first, so not in a process that accepts nothing.</summary>
    public static IServiceCollection AddGeo(this IServiceCollection services, GeoOptions options, bool accepts)
    {
        services.AddSingleton(provider =>
            GeoDatabase.Open(options, GeoDatabase.BundledPath, provider.GetRequiredService<ILogger<GeoDatabase>>()));
        services.AddSingleton<IGeoDatabase>(provider => provider.GetRequiredService<GeoDatabase>());
        if (accepts)
        {
            services.AddSingleton<GeoMetrics>();
            services.AddHostedService<GeoRefresher>();
            services.AddHealthChecks().AddCheck<GeoHealth>("geo");
        }

        return services;
    }
}
