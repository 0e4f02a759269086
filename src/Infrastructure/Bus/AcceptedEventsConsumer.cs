using System.Data.Common;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Bus;

/// <summary>
/// Stores accepted events, several messages in one transaction, and acknowledges after the commit. Safe to run twice: see
/// <see cref="EventWriter"/>. While the database is away it waits, so that the broker keeps what it has.
/// </summary>
internal sealed partial class AcceptedEventsConsumer(EventWriter writer, BusMetrics metrics, ILogger<AcceptedEventsConsumer> logger)
    : IConsumer<Batch<AcceptedEvents>>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<Batch<AcceptedEvents>> context)
    {
        var (batches, readable, unreadable) = Read(context.Message);
        var wait = TimeSpan.FromMilliseconds(200);
        while (true)
        {
            try
            {
                await writer.StoreAsync(batches, context.CancellationToken);
                break;
            }
            catch (Exception exception) when (IsPassing(exception))
            {
                LogDatabaseAway(logger, wait, exception);
                await Task.Delay(wait, context.CancellationToken);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }

        metrics.Consumed(batches.Sum(batch => batch.Events.Count));
        foreach (var message in readable.Where(message => message.ResponseAddress is not null))
            await message.RespondAsync(new EventsStored());
        if (unreadable is not null)
        {
            // The others are stored, and told apart when they come again; this one stays in the spool, or goes to the error queue.
            LogUnreadable(logger, unreadable);
            throw unreadable;
        }
    }

    private static (List<EventBatch> Batches, List<ConsumeContext<AcceptedEvents>> Readable, InvalidDataException? Unreadable) Read(
        Batch<AcceptedEvents> messages)
    {
        var (batches, readable) = (new List<EventBatch>(), new List<ConsumeContext<AcceptedEvents>>());
        InvalidDataException? unreadable = null;
        foreach (var message in messages)
        {
            try
            {
                batches.Add(EventBatchFormat.Read(message.Message.Payload));
                readable.Add(message);
            }
            catch (Exception exception) when (exception is InvalidDataException or JsonException or InvalidOperationException)
            {
                // The cause's own words may hold what could not be read.
                unreadable = exception as InvalidDataException ?? new InvalidDataException($"An event batch cannot be read ({exception.GetType().Name}).");
            }
        }

        return (batches, readable, unreadable);
    }

    private static bool IsPassing(Exception exception) =>
        exception is DbException or TimeoutException or DbUpdateConcurrencyException || exception is DbUpdateException { InnerException: DbException };

    [LoggerMessage(LogLevel.Error, "A batch of accepted events cannot be read. It is kept: in the spool, or in the broker's error queue.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "The database does not store; consumption waits {Wait} and tries again.")]
    private static partial void LogDatabaseAway(ILogger logger, TimeSpan wait, Exception exception);
}

/// <summary>How the consumer is run: batches of messages, one transaction at a time.</summary>
internal sealed class AcceptedEventsConsumerDefinition : ConsumerDefinition<AcceptedEventsConsumer>
{
    /// <summary>The queue, and the exchange that feeds it.</summary>
    public const string Queue = "tracking.internal.events";

    /// <summary>Most messages of one transaction.</summary>
    public const int MessagesPerTransaction = 32;

    public AcceptedEventsConsumerDefinition() => EndpointName = Queue;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<AcceptedEventsConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = 2 * MessagesPerTransaction;
        consumerConfigurator.Options<BatchOptions>(options => options
            .SetMessageLimit(MessagesPerTransaction)
            .SetTimeLimit(TimeSpan.FromMilliseconds(20))
            .SetConcurrencyLimit(1));
    }
}
