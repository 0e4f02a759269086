using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.SetAside;

namespace Tracking.Infrastructure.Bus;

/// <summary>
/// Stores batches; where one event makes the transaction fail, finds it by halving, sets it aside, and stores the others. What fails while
/// the database does not work at all is the caller's to try again.
/// </summary>
internal sealed partial class SplittingWriter(EventWriter writer, SetAsideEvents setAside, BusMetrics metrics, ILogger<SplittingWriter> logger)
{
    /// <summary>Stores the batches, but for what is set aside.</summary>
    public async Task StoreAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellationToken)
    {
        foreach (var unreadable in batches.SelectMany(batch => batch.Unreadable))
            await SetAsideAsync(unreadable, cancellationToken);
        await StoreTogetherAsync(batches, cancellationToken);
    }

    private async Task StoreTogetherAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellationToken)
    {
        if (batches.Count == 0 || await TryStoreAsync(batches, cancellationToken) is null)
            return;
        if (batches.Count == 1)
        {
            await StorePartAsync(batches[0], 0, batches[0].Events.Count, cancellationToken);
            // Now that each event is in safe hands: counts, samples, and that the batch need not come again.
            await writer.StoreAsync([batches[0] with { Events = [] }], cancellationToken);
            return;
        }

        var half = batches.Count / 2;
        await StoreTogetherAsync([.. batches.Take(half)], cancellationToken);
        await StoreTogetherAsync([.. batches.Skip(half)], cancellationToken);
    }

    private async Task StorePartAsync(EventBatch batch, int from, int count, CancellationToken cancellationToken)
    {
        if (count == 0)
            return;
        CollectedEvent[] events = [.. batch.Events.Skip(from).Take(count)];
        if (await TryStoreAsync([new EventBatch(IdOfPart(batch.BatchId, from, count), events, [], [])], cancellationToken) is not { } cause)
            return;
        if (count == 1)
        {
            await setAside.AddAsync(events[0], cause, cancellationToken);
            metrics.SetAside();
            LogSetAside(logger, cause.GetBaseException().GetType().Name);
            return;
        }

        await StorePartAsync(batch, from, count / 2, cancellationToken);
        await StorePartAsync(batch, from + (count / 2), count - (count / 2), cancellationToken);
    }

    /// <summary>The same each time the batch comes, so that what was stored of it before the process ended is not counted as repeated.</summary>
    private static Guid IdOfPart(Guid batch, int from, int count) =>
        new(SHA256.HashData(Encoding.ASCII.GetBytes($"{batch} split {from} {count}")).AsSpan(0, 16));

    private async Task SetAsideAsync(UnreadableLine unreadable, CancellationToken cancellationToken)
    {
        await setAside.AddAsync(unreadable.Line, unreadable.Reason, cancellationToken);
        metrics.SetAside();
        LogSetAside(logger, unreadable.Reason);
    }

    /// <returns>Why it could not be stored although the database works; <c>null</c> when it was stored.</returns>
    private async Task<Exception?> TryStoreAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellationToken)
    {
        try
        {
            await writer.StoreAsync(batches, cancellationToken);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !StoreTrouble.Is(exception))
        {
            // A transaction without events: if it fails too, they are not to blame.
            await writer.StoreAsync([], cancellationToken);
            return exception;
        }
    }

    [LoggerMessage(LogLevel.Error, "An accepted event could not be stored ({Cause}) and was set aside; the others are stored. Run the command set-aside to see why.")]
    private static partial void LogSetAside(ILogger logger, string cause);
}
