using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Tracking.Contracts;

namespace Tracking.Infrastructure.Publishing;

/// <summary>The public exchanges, on a connection of their own: what they are slowed by must not slow accepting.</summary>
internal sealed class PublicBroker(Uri address, TimeProvider time) : IAsyncDisposable
{
    /// <summary>The exchange of events.</summary>
    public const string Events = Exchanges.Events;

    /// <summary>The exchange of what subscribers must do for privacy.</summary>
    public const string Privacy = Exchanges.Privacy;

    /// <summary>AMQP's bound of a short string, in bytes.</summary>
    private const int MaxShortString = 255;

    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(30);

    /// <summary>A queue that fails for a moment refuses too.</summary>
    private static readonly TimeSpan[] WaitsAfterRefusal = [TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2)];

    /// <summary>A queue that refused longer than that is full, and may be so on and off for hours: nobody waits for it, all this time.</summary>
    private static readonly TimeSpan NoWaitsFor = TimeSpan.FromMinutes(10);

    private IConnection? connection;
    private IChannel? channel;
    private DateTimeOffset? refusedAt;

    /// <summary>
    /// Publishes messages; when it returns, each has reached every queue that takes it. After a failure any of them may have arrived.
    /// </summary>
    /// <returns>
    /// How many of them a queue has lost: it is full, and was declared so that it refuses instead of letting go of its oldest. Which queue it is
    /// the broker does not say. It must cost the others nothing, neither time nor many repetitions.
    /// </returns>
    public async Task<int> PublishAsync(string exchange, IReadOnlyList<PublicMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            var refused = await SendAsync(exchange, messages, cancellationToken);
            var waits = time.GetUtcNow() - refusedAt < NoWaitsFor ? [] : WaitsAfterRefusal;
            foreach (var wait in waits.TakeWhile(_ => refused.Count > 0))
            {
                await Task.Delay(wait, time, cancellationToken);
                refused = await SendAsync(exchange, refused, cancellationToken);
            }

            if (refused.Count > 0 && waits.Length > 0)
                refusedAt = time.GetUtcNow();
            return refused.Count;
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

    /// <returns>Those that a queue refused.</returns>
    private async Task<IReadOnlyList<PublicMessage>> SendAsync(
        string exchange, IReadOnlyList<PublicMessage> messages, CancellationToken cancellationToken)
    {
        var open = channel ??= await OpenAsync(cancellationToken);
        var sent = new List<Task<bool>>(messages.Count);
        foreach (var message in messages)
            sent.Add(IsTakenAsync(open.BasicPublishAsync(exchange, message.RoutingKey, mandatory: false, PropertiesOf(message), message.Body, cancellationToken)));
        var isTaken = await Task.WhenAll(sent).WaitAsync(ConfirmTimeout, cancellationToken);
        return [.. messages.Where((_, index) => !isTaken[index])];
    }

    private static async Task<bool> IsTakenAsync(ValueTask confirm)
    {
        try
        {
            await confirm;
            return true;
        }
        catch (PublishException)
        {
            return false;
        }
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
