using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Tests.Destinations;

/// <summary>Destinations as the program puts them together, on a store of a test, with loopback allowed.</summary>
internal static class TestDestinations
{
    /// <summary>A secret of webhooks.</summary>
    public const string WebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>Loopback.</summary>
    public static readonly IReadOnlyList<IPNetwork> Loopback = [IPNetwork.Parse("127.0.0.0/8")];

    /// <summary>Registers them.</summary>
    public static IServiceCollection Add(
        IServiceCollection services, IDbContextFactory<TrackingContext> store, TimeProvider time, bool works, string? secret = "a secret of 16 and more") => services
        .AddLogging().AddMetrics().AddApplication(typeof(InfrastructureRegistration).Assembly)
        .AddSingleton(store).AddSingleton(time).AddSingleton(new DataOptions { Directory = "none" })
        .AddSingleton(new BusOptions { Transport = BusTransport.RabbitMq })
        .AddDestinations(new DestinationsOptions { Secret = secret }, Loopback, works);
}
