using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tracking.Application.Collect;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Bus;

/// <summary>Registers the way from the accept path to the store.</summary>
internal static class BusRegistration
{
    /// <summary>Adds bus, sink, spool and, in a worker, the consumer.</summary>
    public static IServiceCollection AddBus(
        this IServiceCollection services, BusOptions options, string? connectionString, bool accepts, bool works)
    {
        services.AddSingleton<BusMetrics>();
        services.AddSingleton<SplittingWriter>();
        services.AddSingleton(provider => new StoringTurn(
            provider.GetService<SpoolLog>(), () => Environment.CpuUsage.TotalTime, provider.GetRequiredService<TimeProvider>()));
        services.AddMassTransit(bus =>
        {
            // Else it tells its maker, over the network, what runs here.
            bus.DisableUsageTelemetry();
            // Whether anything can be accepted without it, the check of durability says.
            bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded);
            if (works)
                bus.AddConsumer<AcceptedEventsConsumer, AcceptedEventsConsumerDefinition>();
            if (options.Transport == BusTransport.RabbitMq)
                bus.UsingRabbitMq((context, broker) => ConfigureRabbitMq(broker, context, connectionString!));
            else
                bus.UsingInMemory(ConfigureInMemory);
        });
        services.Configure<MassTransitHostOptions>(host =>
        {
            // In one process the spool's feeder needs the bus at once; a broker may come later than this process.
            host.WaitUntilStarted = options.Transport == BusTransport.InMemory;
            host.StopTimeout = TimeSpan.FromSeconds(8);
        });

        if (works && options.Transport == BusTransport.RabbitMq)
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<QueueWatch>(provider, new Uri(connectionString!)));
        if (accepts)
        {
            services.AddSingleton<SpoolLog>();
            services.AddHostedService<SpoolFeeder>();
            services.AddHealthChecks().AddCheck<DurabilityHealth>("durability");
            if (options.Transport == BusTransport.InMemory)
            {
                services.AddSingleton<IBatchSink>(provider => provider.GetRequiredService<SpoolLog>());
                services.AddSingleton<ISpoolOutlet, WorkerOutlet>();
            }
            else
            {
                services.AddSingleton<BrokerPublisher>();
                services.AddSingleton<IBatchSink, BrokerSink>();
                services.AddSingleton<ISpoolOutlet>(provider => provider.GetRequiredService<BrokerPublisher>());
            }

            services.AddSingleton<BatchCoalescer>();
            services.AddSingleton<IEventBus>(provider => provider.GetRequiredService<BatchCoalescer>());
            services.AddHostedService(provider => provider.GetRequiredService<BatchCoalescer>());
            services.AddSingleton<IntakeTally>();
            services.AddSingleton<IIntakeTally>(provider => provider.GetRequiredService<IntakeTally>());
            services.AddHostedService(provider => provider.GetRequiredService<IntakeTally>());
        }

        return services;
    }

    private static void ConfigureInMemory(IBusRegistrationContext context, IInMemoryBusFactoryConfigurator transport)
    {
        transport.AddDeserializer(BatchSerializer.Instance);
        transport.ReceiveEndpoint(AcceptedEventsConsumerDefinition.Queue, endpoint =>
        {
            // The spool still has a batch that fails; a copy in memory would only pile up.
            endpoint.DiscardFaultedMessages();
            endpoint.DiscardSkippedMessages();
            endpoint.ConfigureConsumer<AcceptedEventsConsumer>(context);
        });
    }

    private static void ConfigureRabbitMq(IRabbitMqBusFactoryConfigurator broker, IBusRegistrationContext context, string connectionString)
    {
        broker.Host(new Uri(connectionString), host => host.PublisherConfirmation = true);
        broker.AddDeserializer(BatchSerializer.Instance);
        broker.Message<AcceptedEvents>(message => message.SetEntityName(AcceptedEventsConsumerDefinition.Queue));

        // Whoever publishes declares the queue too: a broker confirms what it can route nowhere, and drops it.
        broker.Publish<AcceptedEvents>(publish => publish.BindQueue(
            AcceptedEventsConsumerDefinition.Queue, AcceptedEventsConsumerDefinition.Queue, queue =>
            {
                queue.Durable = true;
                queue.SetQueueArgument("x-queue-type", "quorum");
            }));
        broker.DeployPublishTopology = true;
        if (context.GetService<IConsumerDefinition<AcceptedEventsConsumer>>() is null)
            return;
        broker.ReceiveEndpoint(AcceptedEventsConsumerDefinition.Queue, endpoint =>
        {
            endpoint.SetQuorumQueue();
            endpoint.ConfigureConsumer<AcceptedEventsConsumer>(context);
        });
    }
}
