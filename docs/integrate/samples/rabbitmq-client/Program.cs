// Reads the public bus with nothing but an AMQP client; a client in any other language does the same.
//   RABBITMQ_URI=amqp://… dotnet run -- QUEUE ROUTING_KEY [EXCHANGE]
using System.Runtime.InteropServices;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

if (args.Length is < 2 or > 3 || Environment.GetEnvironmentVariable("RABBITMQ_URI") is not { Length: > 0 } broker)
{
    Console.Error.WriteLine("RABBITMQ_URI=amqp://user:password@host:5672/vhost dotnet run -- QUEUE ROUTING_KEY [EXCHANGE]");
    return 2;
}

var (queue, routingKey, exchange) = (args[0], args[1], args.ElementAtOrDefault(2) ?? "tracking.events");

var stopped = new TaskCompletionSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

// The client connects anew by itself, and consumes again, when the connection breaks.
await using var connection = await new ConnectionFactory { Uri = new Uri(broker), ClientProvidedName = queue }.CreateConnectionAsync();
await using var channel = await connection.CreateChannelAsync();

// As the service declares it: whoever is first makes it.
await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true);
await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments: new Dictionary<string, object?>
{
    // Survives the loss of a node of the broker's cluster.
    ["x-queue-type"] = "quorum",
    // The bounds, since what nobody reads fills the broker's disk: past so many messages the oldest are let go, and a queue that has
    // had no consumer for a week is deleted. What was let go never comes again: set them above your longest outage.
    ["x-max-length"] = 100_000,
    ["x-expires"] = (int)TimeSpan.FromDays(7).TotalMilliseconds,
});
await channel.QueueBindAsync(queue, exchange, routingKey);

// So many unacknowledged messages at most are here at a time.
await channel.BasicQosAsync(prefetchSize: 0, prefetchCount: 100, global: false);
var consumer = new AsyncEventingBasicConsumer(channel);
consumer.ReceivedAsync += async (_, message) =>
{
    try
    {
        Handle(message);
    }
    catch (JsonException exception)
    {
        // It will never be readable: away with it, or it would come for ever.
        Console.Error.WriteLine($"unreadable {message.RoutingKey}: {exception.Message}");
        await channel.BasicRejectAsync(message.DeliveryTag, requeue: false);
        return;
    }

    // Only now: what was not acknowledged when this process dies comes again.
    await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
};
await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
Console.Error.WriteLine($"{queue} waits for {exchange} {routingKey}");

await stopped.Task;
return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopped.TrySetResult();
}

// Safe to run twice for one message is what your own handling has to be: remember (source, id), or write so that twice is as once.
static void Handle(BasicDeliverEventArgs message)
{
    using var cloudEvent = JsonDocument.Parse(message.Body);
    Console.WriteLine($"{cloudEvent.RootElement.GetProperty("id").GetString()} {message.RoutingKey}");
}
