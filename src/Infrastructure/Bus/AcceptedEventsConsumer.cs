using System.Data.Common;
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
        var batches = context.Message.Select(message => EventBatchFormat.Read(message.Message.Payload)).ToList();
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
        foreach (var message in context.Message)
        {
            if (message.ResponseAddress is not null)
                await message.RespondAsync(new EventsStored());
        }
    }

    private static bool IsPassing(Exception exception) =>
        exception is DbException or TimeoutException or DbUpdateConcurrencyException || exception is DbUpdateException { InnerException: DbException };

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
