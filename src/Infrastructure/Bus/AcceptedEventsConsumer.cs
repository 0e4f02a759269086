using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Spool;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Bus;

/// <summary>
/// Stores accepted events, several messages in one transaction, and acknowledges after the commit. Safe to run twice: see
/// <see cref="SplittingWriter"/>. While the database is away, or not yet migrated, it waits, so that the broker keeps what it has.
/// </summary>
internal sealed partial class AcceptedEventsConsumer(
    StoreMigration migration, SplittingWriter writer, StoringTurn turn, BusMetrics metrics, ILogger<AcceptedEventsConsumer> logger)
    : IConsumer<Batch<AcceptedEvents>>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private const long MostBytesTogether = 16_777_216;

    /// <summary>Less than the spool's feeder waits, since what it sends again is on its way twice.</summary>
    private static readonly TimeSpan AskedPatience = TimeSpan.FromSeconds(45);

    private static readonly Uri UnreadableQueue = new("queue:tracking.internal.events_unreadable");

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<Batch<AcceptedEvents>> context)
    {
        foreach (var messages in OfBoundedSize(context.Message))
        {
            var (batches, asking) = await ReadAsync(messages);
            await StoreAsync(batches, giveUpAfter: asking.Count > 0 ? AskedPatience : null, context.CancellationToken);
            metrics.Consumed(batches.Sum(batch => batch.Events.Count));
            foreach (var message in asking)
                await message.RespondAsync(new EventsStored());
        }
    }

    /// <summary>Large messages go in several transactions: decoded, they take several times their bytes of memory.</summary>
    private static IEnumerable<List<ConsumeContext<AcceptedEvents>>> OfBoundedSize(Batch<AcceptedEvents> all)
    {
        var (messages, bytes) = (new List<ConsumeContext<AcceptedEvents>>(), 0L);
        foreach (var message in all)
        {
            var length = LengthOf(message.Message.Payload);
            if (messages.Count > 0 && bytes + length > MostBytesTogether)
            {
                yield return messages;
                (messages, bytes) = ([], 0);
            }

            messages.Add(message);
            bytes += length;
        }

        yield return messages;
    }

    private static int LengthOf(byte[] payload)
    {
        try
        {
            return BatchCompression.LengthOf(payload);
        }
        catch (InvalidDataException)
        {
            // Reading it finds the same.
            return payload.Length;
        }
    }

    /// <summary>Tries until it is stored, since the broker keeps what is not acknowledged; who asks and keeps the batch itself is told in time.</summary>
    private async Task StoreAsync(List<EventBatch> batches, TimeSpan? giveUpAfter, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var wait = TimeSpan.FromMilliseconds(200);
        var isLogged = false;
        while (true)
        {
            try
            {
                // An older schema would refuse each event, and all of them would be set aside.
                if (!migration.IsDone)
                    throw new InvalidOperationException("The database is not brought up to this release yet.");
                await turn.TakeAsync(() => writer.StoreAsync(batches, cancellationToken), cancellationToken);
                if (isLogged)
                    LogStoredAgain(logger);
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested
                && (giveUpAfter is not { } patience || Stopwatch.GetElapsedTime(began) < patience))
            {
                // Once: an outage of hours would fill the log with the same.
                if (!isLogged)
                    LogNotStored(logger, exception);
                isLogged = true;
                await Task.Delay(wait, cancellationToken);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }
    }

    /// <summary>Reads the messages; a batch that cannot be read is put aside and holds up none of the others.</summary>
    private async Task<(List<EventBatch> Batches, List<ConsumeContext<AcceptedEvents>> Asking)> ReadAsync(List<ConsumeContext<AcceptedEvents>> messages)
    {
        var (batches, asking) = (new List<EventBatch>(), new List<ConsumeContext<AcceptedEvents>>());
        foreach (var message in messages)
        {
            if (message.ResponseAddress is null)
            {
                foreach (var batch in Apart(message.Message.Payload))
                {
                    // With an id of its own (forwarded, it would keep the message's): of messages with one id a worker takes one.
                    if (!TryRead(batch, batches))
                        await message.Send(UnreadableQueue, new AcceptedEvents(batch.ToArray()));
                }
            }
            else if (TryRead(message.Message.Payload, batches))
            {
                asking.Add(message);
            }
            else
            {
                // Who asks has the batches, and asks again for each by itself.
                await message.RespondAsync(new EventsUnreadable());
            }
        }

        return (batches, asking);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Apart(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return EventBatchFormat.Apart(BatchCompression.Decompress(payload));
        }
        catch (InvalidDataException)
        {
            // As it is: reading it finds the same.
            return [payload];
        }
    }

    private bool TryRead(ReadOnlyMemory<byte> payload, List<EventBatch> batches)
    {
        try
        {
            batches.AddRange(EventBatchFormat.ReadAll(payload));
            return true;
        }
        catch (Exception exception)
        {
            // An exception would take the messages beside it along. Of the cause only its kind: its own words may hold what could not be read.
            LogUnreadable(logger, exception.GetType().Name);
            metrics.Unreadable();
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "A batch of accepted events cannot be read ({Cause}). It is kept: in the spool's folder with the ending .unreadable, or in the broker's queue tracking.internal.events_unreadable.")]
    private static partial void LogUnreadable(ILogger logger, string cause);

    [LoggerMessage(LogLevel.Error, "The database does not store; it is tried again, up to 10 s apart, until it does.")]
    private static partial void LogNotStored(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "The database stores again.")]
    private static partial void LogStoredAgain(ILogger logger);
}

/// <summary>How the consumer is run: batches of messages, one transaction at a time.</summary>
internal sealed class AcceptedEventsConsumerDefinition : ConsumerDefinition<AcceptedEventsConsumer>
{
    /// <summary>The queue, and the exchange that feeds it.</summary>
    public const string Queue = "tracking.internal.events";

    /// <summary>Most messages of one transaction.</summary>
    public const int MessagesPerTransaction = 64;

    public AcceptedEventsConsumerDefinition() => EndpointName = Queue;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<AcceptedEventsConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = 2 * MessagesPerTransaction;
        consumerConfigurator.Options<BatchOptions>(options => options
            .SetMessageLimit(MessagesPerTransaction)
            // A transaction has a price of its own: without this, few events a second would take a processor of their own.
            .SetTimeLimit(TimeSpan.FromMilliseconds(25))
            .SetConcurrencyLimit(1));
    }
}
