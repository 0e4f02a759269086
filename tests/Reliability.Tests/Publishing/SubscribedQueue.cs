using System.Text.Json;
using RabbitMQ.Client;

namespace Tracking.Reliability.Tests.Publishing;

/// <summary>A queue as any AMQP client binds one to a public exchange; what comes is read at the end.</summary>
internal sealed class SubscribedQueue(string broker, string name)
{
    public const string Events = "tracking.events";
    public const string Privacy = "tracking.privacy";

    /// <summary>Declares and binds it.</summary>
    public static async Task<SubscribedQueue> BindAsync(
        string broker, string exchange, string pattern, IDictionary<string, object?>? arguments = null)
    {
        var name = $"subscriber-{Guid.CreateVersion7():N}";
        await using var connection = await ConnectAsync(broker);
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, arguments);
        await channel.QueueBindAsync(name, exchange, pattern);
        return new SubscribedQueue(broker, name);
    }

    /// <summary>How many messages wait in it.</summary>
    public async Task<uint> WaitingAsync()
    {
        await using var connection = await ConnectAsync(broker);
        await using var channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(name);
    }

    /// <summary>Takes all messages and deletes the queue.</summary>
    public async Task<IReadOnlyList<Received>> TakeAllAsync()
    {
        var all = new List<Received>();
        await using var connection = await ConnectAsync(broker);
        await using var channel = await connection.CreateChannelAsync();
        while (await channel.BasicGetAsync(name, autoAck: true) is { } message)
            all.Add(new Received(message.RoutingKey, message.BasicProperties, JsonDocument.Parse(message.Body).RootElement));
        await channel.QueueDeleteAsync(name);
        return all;
    }

    private static Task<IConnection> ConnectAsync(string broker) => new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
}

/// <summary>A message of the public bus.</summary>
internal sealed record Received(string RoutingKey, IReadOnlyBasicProperties Properties, JsonElement Body)
{
    public string Id => Body.GetProperty("id").GetString()!;
}
