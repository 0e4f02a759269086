// Reads the public bus with MassTransit and the records of Tracking.Contracts.
//   RABBITMQ_URI=amqp://… dotnet run -- QUEUE ROUTING_KEY
using MassTransit;
using MassTransitSample;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tracking.Contracts;

if (args.Length != 2 || Environment.GetEnvironmentVariable("RABBITMQ_URI") is not { Length: > 0 } broker)
{
    Console.Error.WriteLine("RABBITMQ_URI=amqp://user:password@host:5672/vhost dotnet run -- QUEUE ROUTING_KEY");
    return 2;
}

var (queue, routingKey) = (args[0], args[1]);

// The host ends at SIGTERM, once the consumers have.
var builder = Host.CreateApplicationBuilder();
builder.Services.AddMassTransit(bus => bus.UsingRabbitMq((_, rabbit) =>
{
    rabbit.Host(new Uri(broker));
    rabbit.ReceiveEndpoint(queue, endpoint =>
    {
        // The messages are CloudEvents, not MassTransit's envelopes: whatever their content type says, here application/cloudevents+json,
        // the body is the message, of the type that the consumer asks for.
        endpoint.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);
        // No exchanges named after .NET types; the binding below is all.
        endpoint.ConfigureConsumeTopology = false;
        endpoint.Bind(Exchanges.Events, exchange =>
        {
            exchange.ExchangeType = "topic";
            exchange.Durable = true;
            exchange.RoutingKey = routingKey;
        });

        // Survives the loss of a node of the broker's cluster.
        endpoint.SetQuorumQueue();
        // The bounds, since what nobody reads fills the broker's disk: past so many messages the oldest are let go, and a queue that has
        // had no consumer for a week is deleted. What was let go never comes again: set them above your longest outage.
        endpoint.SetQueueArgument("x-max-length", 100_000);
        endpoint.SetQueueArgument("x-expires", (int)TimeSpan.FromDays(7).TotalMilliseconds);
        // What cannot be read, or fails after the retries, goes to QUEUE_error, which MassTransit makes with the same bounds.
        endpoint.PrefetchCount = 100;
        endpoint.UseMessageRetry(retry => retry.Exponential(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(2)));
        // Acknowledged once the consumer has returned.
        endpoint.Consumer<EventConsumer>();
    });
}));
await builder.Build().RunAsync();
return 0;
