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
        if (await TryStoreAsync(batches, cancellationToken) is null)
            return;
        var unseen = await writer.UnseenAsync(batches, cancellationToken);
        await StorePartsAsync([.. unseen.SelectMany(batch => batch.Events)], cancellationToken);
        // Now that each event is in safe hands: counts, samples, and that the batches need not come again.
        await writer.StoreAsync([.. unseen.Select(batch => batch with { Events = [] })], cancellationToken);
    }

    private async Task StorePartsAsync(IReadOnlyList<CollectedEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0
            || await TryStoreAsync([new EventBatch(Guid.CreateVersion7(), events, [], [])], cancellationToken) is not { } cause)
        {
            return;
        }

        if (events.Count == 1)
        {
            await setAside.AddAsync(events[0], cause, cancellationToken);
            metrics.SetAside();
            LogSetAside(logger, cause.GetBaseException().GetType().Name);
            return;
        }

        var half = events.Count / 2;
        await StorePartsAsync([.. events.Take(half)], cancellationToken);
        await StorePartsAsync([.. events.Skip(half)], cancellationToken);
    }

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
