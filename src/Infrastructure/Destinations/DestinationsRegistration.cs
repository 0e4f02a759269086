using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Destinations;
using Tracking.Infrastructure.Destinations.Files;
using Tracking.Infrastructure.Destinations.Forwarding;
using Tracking.Infrastructure.Destinations.Ga4;
using Tracking.Infrastructure.Destinations.Matomo;
using Tracking.Infrastructure.Destinations.Meta;
using Tracking.Infrastructure.Destinations.Outgoing;
using Tracking.Infrastructure.Destinations.PostHog;
using Tracking.Infrastructure.Destinations.Secrets;
using Tracking.Infrastructure.Destinations.Segment;
using Tracking.Infrastructure.Destinations.Webhook;

namespace Tracking.Infrastructure.Destinations;

internal static class DestinationsRegistration
{
    /// <summary>Adds destinations: their kinds, and in a worker what sends to them.</summary>
    public static IServiceCollection AddDestinations(this IServiceCollection services, DestinationsOptions options, IReadOnlyList<IPNetwork> allowed, bool works)
    {
        services
            .AddSingleton(options)
            .AddSingleton(new OutgoingHttp(allowed))
            .AddSingleton<KeyRing>()
            .AddSingleton<RingSecret>()
            .AddSingleton<SecretBox>()
            .AddSingleton<DestinationOpening>()
            .AddSingleton<ConsentGate>()
            .AddSingleton<Sorting>()
            .AddSingleton<SampleEvent>()
            .AddSingleton<TryingOut>()
            .AddSingleton<Replay>()
            .AddSingleton<IDestinations, DestinationAdministration>();
        // A kind of destination is a folder here and one line.
        services.AddSingleton<IDestinationKind, Ga4Kind>();
        services.AddSingleton<IDestinationKind, MetaKind>();
        services.AddSingleton<IDestinationKind, MatomoKind>();
        services.AddSingleton<IDestinationKind, PostHogKind>();
        services.AddSingleton<IDestinationKind, SegmentKind>();
        services.AddSingleton<IDestinationKind, WebhookKind>();
        services.AddSingleton<IDestinationKind, FilesKind>();
        if (works)
            services.AddSingleton<Deliveries>().AddSingleton<ForwardingMetrics>().AddHostedService<Forwarder>();
        return services;
    }
}
