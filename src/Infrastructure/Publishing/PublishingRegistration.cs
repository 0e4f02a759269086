using Microsoft.Extensions.DependencyInjection;
using Tracking.Infrastructure.Store.Outbox;

namespace Tracking.Infrastructure.Publishing;

/// <summary>Registers the public bus.</summary>
internal static class PublishingRegistration
{
    /// <summary>Adds the publisher of what is stored, in a worker with a broker.</summary>
    public static IServiceCollection AddPublishing(this IServiceCollection services, string brokerConnection) => services
        .AddSingleton<Outbox>()
        .AddSingleton(provider => new PublicBroker(new Uri(brokerConnection), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<PublishingMetrics>()
        .AddHostedService(provider => ActivatorUtilities.CreateInstance<EventPublisher>(
            provider, ActivatorUtilities.CreateInstance<OutboxLine>(provider, OutboxLineRow.Bus)));
}
