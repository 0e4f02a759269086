using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Application.Consent;
using Tracking.Application.Import;
using Tracking.Application.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Consent;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Enrichment.Bots;
using Tracking.Infrastructure.Enrichment.Devices;
using Tracking.Infrastructure.Enrichment.Geo;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Installation;
using Tracking.Infrastructure.Publishing;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Spool;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure;

/// <summary>All settings of the ports' other side.</summary>
/// <param name="Data"><c>Data__…</c>.</param>
/// <param name="Storage"><c>Storage__…</c>.</param>
/// <param name="Bus"><c>Bus__…</c>.</param>
/// <param name="Spool"><c>Spool__…</c>.</param>
/// <param name="Bootstrap"><c>Bootstrap__…</c>.</param>
/// <param name="Geo"><c>Geo__…</c>.</param>
/// <param name="Destinations"><c>Destinations__…</c>.</param>
/// <param name="AllowedNetworks">What <c>Destinations__AllowedNetworks</c> says.</param>
/// <param name="StoreConnection"><c>ConnectionStrings__Tracking</c>.</param>
/// <param name="BrokerConnection"><c>ConnectionStrings__RabbitMq</c>.</param>
public sealed record InfrastructureSettings(
    DataOptions Data,
    StorageOptions Storage,
    BusOptions Bus,
    SpoolOptions Spool,
    BootstrapOptions Bootstrap,
    GeoOptions Geo,
    DestinationsOptions Destinations,
    IReadOnlyList<IPNetwork> AllowedNetworks,
    string? StoreConnection,
    string? BrokerConnection);

/// <summary>Registers the ports' other side.</summary>
public static class InfrastructureRegistration
{
    /// <summary>Adds it.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="settings">What was configured.</param>
    /// <param name="accepts">Whether this process accepts events (role <c>api</c>).</param>
    /// <param name="works">Whether it stores them (role <c>worker</c>).</param>
    public static IServiceCollection AddInfrastructure(
        this IServiceCollection services, InfrastructureSettings settings, bool accepts, bool works)
    {
        services.AddSingleton(settings.Data);
        services.AddSingleton(settings.Spool);
        services.AddSingleton(settings.Bus);
        services.AddSingleton(settings.Bootstrap);
        services.AddSingleton(TimeProvider.System);
        services.AddStore(settings.Storage, settings.Data, settings.StoreConnection);
        services.AddSingleton<StoreMigration>();
        services.AddSingleton<HashKeys>();
        services.AddSingleton<IHashKeys>(provider => provider.GetRequiredService<HashKeys>());
        services.AddSingleton<SiteDirectory>();
        services.AddSingleton<ISiteDirectory>(provider => provider.GetRequiredService<SiteDirectory>());
        services.AddSingleton<ISiteAdministration, SiteAdministration>();
        services.AddSingleton<ConsentRecords>();
        services.AddSingleton<IConsentRecords>(provider => provider.GetRequiredService<ConsentRecords>());
        services.AddSingleton<IImportStore, ImportStore>();
        services.AddSingleton<LogImport>();
        services.AddCrawlerList();
        services.AddSingleton<IReclassification, Reclassification>();
        services.AddSingleton<SecretKeyFile>();
        services.AddSingleton<SharedStateFile>();
        services.AddSingleton<IBootstrap, Installation.Bootstrap>();
        services.AddUserAgentRules(atOnce: accepts);
        // A worker does nothing without the store, so the key to its hashes need not lie on the worker's disk.
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<SharedStateRefresher>(provider, accepts));
        services.AddGeo(settings.Geo, accepts);
        services.AddDestinations(settings.Destinations, settings.AllowedNetworks, works);
        services.AddBus(settings.Bus, settings.BrokerConnection, accepts, works);
        if (works)
        {
            services.AddSingleton<SiteErasure>();
            services.AddSingleton<StoreMetrics>();
            services.AddHostedService<SaltDestruction>();
            services.AddHostedService<Housekeeping>();
            if (settings.Bus.Transport == BusTransport.RabbitMq)
                services.AddPublishing(settings.BrokerConnection!);
        }

        services.AddHealthChecks().AddTypeActivatedCheck<StoreHealth>("store", works);
        return services;
    }
}
