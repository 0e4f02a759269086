using System.Text;
using RabbitMQ.Client;
using Tracking.Contracts;

namespace Tracking.Infrastructure.Publishing;

/// <summary>The public exchanges, on a connection of their own: what they are slowed by must not slow accepting.</summary>
internal sealed class PublicBroker(Uri address) : IAsyncDisposable
{
    /// <summary>The exchange of events.</summary>
    public const string Events = Exchanges.Events;

    /// <summary>The exchange of what subscribers must do for privacy.</summary>
    public const string Privacy = Exchanges.Privacy;

    /// <summary>AMQP's bound of a short string, in bytes.</summary>
    private const int MaxShortString = 255;

    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(30);

    private IConnection? connection;
    private IChannel? channel;

    /// <summary>Publishes messages; when it returns, the broker has confirmed each. After a failure any of them may have arrived.</summary>
    public async Task PublishAsync(string exchange, IReadOnlyList<PublicMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            var open = channel ??= await OpenAsync(cancellationToken);
            var sent = new List<Task>(messages.Count);
            foreach (var message in messages)
                sent.Add(open.BasicPublishAsync(exchange, message.RoutingKey, mandatory: false, PropertiesOf(message), message.Body, cancellationToken).AsTask());
            await Task.WhenAll(sent).WaitAsync(ConfirmTimeout, cancellationToken);
        }
        catch
        {
            await CloseAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync();

    private static BasicProperties PropertiesOf(PublicMessage message)
    {
        var properties = new BasicProperties { ContentType = CloudEvent<object>.ContentType, DeliveryMode = DeliveryModes.Persistent };
        // A longer id is in the body only.
        if (Encoding.UTF8.GetByteCount(message.Id) <= MaxShortString)
            properties.MessageId = message.Id;
        return properties;
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = address, AutomaticRecoveryEnabled = false, ClientProvidedName = "tracking public bus" };
        connection = await factory.CreateConnectionAsync(cancellationToken);
        var opened = await connection.CreateChannelAsync(
            // No limiter: who publishes brings a bounded number and waits for all of them; the client's own slows down long before its limit.
            new CreateChannelOptions(
                publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null),
            cancellationToken);
        foreach (var exchange in new[] { Events, Privacy })
            await opened.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken);
        return opened;
    }

    private async Task CloseAsync()
    {
        var (oldChannel, oldConnection) = (channel, connection);
        (channel, connection) = (null, null);
        try
        {
            if (oldChannel is not null)
                await oldChannel.DisposeAsync();
            if (oldConnection is not null)
                await oldConnection.DisposeAsync();
        }
        catch (Exception)
        {
            // It is gone either way, and the next one is another.
        }
    }
}
