using Microsoft.Extensions.Logging;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Store.Outbox;

namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>
/// Forwards a site's stored events to one destination, in the order in which they were stored: at least once, since what became of them is
/// written after they were sent. Of several processes one does it. While the destination takes nothing, the line stands still and tries now
/// and then; what is stored meanwhile waits in the store, and nothing else waits for it.
/// </summary>
internal sealed partial class ForwardingLine(
    OpenDestination opened,
    Site site,
    OutboxLine line,
    Deliveries deliveries,
    Sorting sorting,
    ForwardingMetrics metrics,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>As long as Sqlite's client waits between its tries: who has a day to catch up with must not take every turn from who stores.</summary>
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AfterError = TimeSpan.FromSeconds(2);

    private readonly Destination destination = opened.Destination;
    private int failures;
    private DateTimeOffset openAgainAt;
    private DateTimeOffset notedAt;
    private bool isLogged;

    /// <summary>Does so until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan wait;
            try
            {
                wait = await StepAsync(stoppingToken) ? BetweenWrites : LookEvery;
                isLogged = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isLogged)
                    LogFailed(logger, exception, destination.Id);
                isLogged = true;
                wait = AfterError;
            }

            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Lets go of the line, so that another process need not wait.</summary>
    public Task LetGoAsync(CancellationToken cancellationToken) => line.LetGoAsync(cancellationToken);

    /// <returns>Whether there may be more to do.</returns>
    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await line.HoldAsync(cancellationToken) is not { } position || now < openAgainAt)
            return false;
        // While it is not known whether the destination takes anything, few are enough to find out.
        var most = failures > 0 ? Math.Min(opened.Target.Limits.Events, Deliveries.MostAtOnce) : Deliveries.MostAtOnce;
        var due = await deliveries.DueAsync(destination, opened.Target.IsOrdered, now, most, cancellationToken);
        if (due.Erased.Count > 0)
            await deliveries.ForgetAsync(destination.Id, due.Erased, cancellationToken);
        var isHeldUp = opened.Target.IsOrdered && (due.IsBlocked || due.Events.Count > 0);
        var fresh = isHeldUp ? new Fresh([], position) : await deliveries.AfterAsync(destination.SiteId, position, most, cancellationToken);
        if (!isHeldUp)
            metrics.Waits(destination, fresh.Events.Count == 0 ? null : fresh.Events[0].Row.ReceivedAtMs);
        if (due.Events.Count + fresh.Events.Count > 0)
            return await ForwardAsync(due.Events, fresh, cancellationToken);
        // Only other sites' events: that is worth a write now and then.
        if (fresh.Last > position && now - notedAt > NoteEvery)
        {
            await deliveries.WriteAsync([], line, fresh.Last, cancellationToken);
            notedAt = now;
        }

        return false;
    }

    /// <param name="due">Events that are tried again. They say nothing of the destination if they fail once more: that may be their own fault.</param>
    /// <param name="fresh">Events that are tried first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<bool> ForwardAsync(IReadOnlyList<Pending> due, Fresh fresh, CancellationToken cancellationToken)
    {
        IReadOnlyList<Pending> events = [.. due, .. fresh.Events];
        var sorted = new Sorted[events.Count];
        for (var index = 0; index < events.Count; index++)
            sorted[index] = await sorting.OfAsync(opened, site, events[index], cancellationToken);
        var results = await line.WhileHeldAsync(
            Sending.RunAsync(opened.Target, [.. sorted.Select(one => one.Mapped).OfType<MappedEvent>()], time, cancellationToken), cancellationToken);

        var isTaken = results.Count == 0 || results.Values.Any(result => result.Kind != SendResultKind.TryAgain);
        var isDown = !isTaken && (opened.Target.IsOrdered || fresh.Events.Any(one => results.ContainsKey(one.Row.Id)));
        var now = time.GetUtcNow();
        var trouble = results.Values.FirstOrDefault(result => result.Kind == SendResultKind.TryAgain);
        if (isDown)
        {
            failures++;
            var asked = results.Values.Max(result => result.RetryAfter);
            openAgainAt = now + Backoff.OfLine(failures, asked, Random.Shared);
        }

        var rows = events.Select((one, index) => RowOf(one, sorted[index], results, isTaken, isDown, now)).ToList();
        if (!await deliveries.WriteAsync(rows, line, fresh.Events.Count > 0 ? fresh.Last : null, cancellationToken))
            return false;
        foreach (var state in rows.CountBy(row => row.State))
            metrics.Became(destination, state.Key, state.Value);
        await NoteTroubleAsync(isDown, isTaken && results.Count > 0, trouble.Reason, now, cancellationToken);
        return isTaken;
    }

    private DeliveryRow RowOf(
        Pending pending, Sorted sorted, IReadOnlyDictionary<long, SendResult> results, bool isTaken, bool isDown, DateTimeOffset now)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var earlier = pending.Earlier;
        var row = new DeliveryRow
        {
            DestinationId = destination.Id,
            EventId = pending.Row.Id,
            State = sorted.State,
            Reason = sorted.Reason is { Length: > DeliveryRow.MaxReasonLength } reason ? reason[..DeliveryRow.MaxReasonLength] : sorted.Reason,
            Attempts = earlier?.Attempts ?? 0,
            AtMs = nowMs,
            FirstAttemptAtMs = earlier?.FirstAttemptAtMs,
            SessionId = earlier?.SessionId,
        };
        if (sorted.Mapped is not { } mapped)
            return row;
        if (!results.TryGetValue(mapped.Id, out var result))
        {
            // Its turn did not come: one before it waits, or the requests took too long.
            row.NextAttemptAtMs = nowMs;
            return row;
        }

        row.Attempts++;
        row.Reason = result.Reason;
        row.SessionId ??= pending.Row.SessionId;
        switch (result.Kind)
        {
            case SendResultKind.Sent:
                row.State = DeliveryState.Sent;
                break;
            case SendResultKind.Confirmed:
                row.State = DeliveryState.Confirmed;
                break;
            case SendResultKind.Refused:
                row.State = DeliveryState.Failed;
                break;
            default:
                row.FirstAttemptAtMs ??= nowMs;
                if (nowMs - row.FirstAttemptAtMs > Backoff.GiveUpAfter.TotalMilliseconds)
                {
                    row.State = DeliveryState.Failed;
                    break;
                }

                // Where nothing is taken, the line as a whole waits; where nothing else was tried, nobody knows whose fault it is.
                row.NextAttemptAtMs = (isDown ? openAgainAt
                    : now + (isTaken ? Backoff.OfEvent(row.Attempts, result.RetryAfter, Random.Shared) : Backoff.OfLine(row.Attempts, result.RetryAfter, Random.Shared)))
                    .ToUnixTimeMilliseconds();
                break;
        }

        return row;
    }

    private async Task NoteTroubleAsync(bool isDown, bool wasTaken, string? trouble, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (isDown)
        {
            metrics.Failed(destination);
            if (failures == 1)
                LogTrouble(logger, destination.Id, destination.Kind, trouble);
            await deliveries.ReportAsync(destination.Id, trouble, now, cancellationToken);
        }
        else if (failures > 0 && wasTaken)
        {
            failures = 0;
            LogBack(logger, destination.Id, destination.Kind);
            await deliveries.ReportAsync(destination.Id, null, now, cancellationToken);
            await deliveries.WakeAsync(destination.Id, now, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Destination {Id} cannot be worked on; its events wait in the store, and nothing else waits for them.")]
    private static partial void LogFailed(ILogger logger, Exception exception, int id);

    [LoggerMessage(LogLevel.Warning, "Destination {Id} ({Kind}) takes nothing: {Trouble}. Its events wait in the store and are tried again; GET /v1/destinations/{Id} says how it is.")]
    private static partial void LogTrouble(ILogger logger, int id, string kind, string? trouble);

    [LoggerMessage(LogLevel.Information, "Destination {Id} ({Kind}) takes events again.")]
    private static partial void LogBack(ILogger logger, int id, string kind);
}
