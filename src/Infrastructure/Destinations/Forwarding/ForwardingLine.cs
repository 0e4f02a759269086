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
    private const int Fewest = 4;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>As long as Sqlite's client waits between its tries: who has a day to catch up with must not take every turn from who stores.</summary>
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AfterError = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestLetGo = TimeSpan.FromSeconds(2);

    private readonly Destination destination = opened.Destination;

    /// <summary>One request's worth: enough to find out whether the destination takes anything.</summary>
    private readonly int fewest = Math.Clamp(opened.Target.Limits.Events, Fewest, Deliveries.MostAtOnce);

    /// <summary>Events of the next look: twice as many as went in the last one, so that few wait for a slow destination with rows of their own.</summary>
    private int atOnce = Deliveries.MostAtOnce;
    private int failures;
    private bool isHeld;

    /// <summary>Whether the store says that it takes nothing, or may do so: who had the line before may have written that.</summary>
    private bool mayBeInTrouble = true;
    private DateTimeOffset openAgainAt;
    private DateTimeOffset notedAt;
    private bool isLogged;

    /// <summary>Does so.</summary>
    /// <param name="stop">From then on nothing more is begun; what is on its way is waited for, and written down.</param>
    /// <param name="abort">From then on that is not waited for either.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        while (!stop.IsCancellationRequested)
        {
            TimeSpan wait;
            try
            {
                wait = await StepAsync(stop, abort) ? BetweenWrites : LookEvery;
                isLogged = false;
            }
            catch (Exception exception)
            {
                if (!isLogged && !stop.IsCancellationRequested)
                    LogFailed(logger, exception, destination.Id);
                isLogged = true;
                wait = AfterError;
            }

            await Task.Delay(wait, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await LetGoAsync();
    }

    /// <summary>Lets go of the line, so that another process need not wait.</summary>
    private async Task LetGoAsync()
    {
        using var soon = new CancellationTokenSource(LongestLetGo, time);
        try
        {
            await line.LetGoAsync(soon.Token);
        }
        catch (Exception exception)
        {
            // Then it is another's in ten seconds.
            LogNotLetGo(logger, exception, destination.Id);
        }
    }

    /// <returns>Whether there may be more to do.</returns>
    private async Task<bool> StepAsync(CancellationToken stop, CancellationToken abort)
    {
        if (await line.HoldAsync(stop) is not { } position)
        {
            isHeld = false;
            metrics.Waits(destination, null);
            return false;
        }

        var now = time.GetUtcNow();
        if (!isHeld)
        {
            // Who had it before may have had it wait for long, by settings or an outage of its own.
            await deliveries.WakeAsync(destination.Id, now, stop);
            isHeld = true;
        }

        if (now < openAgainAt)
            return false;
        var isOrdered = opened.Target.IsOrdered;
        var most = atOnce - (atOnce / 4);
        var due = isOrdered
            ? await deliveries.DueInOrderAsync(destination.Id, now, most, stop)
            : await deliveries.DueAsync(destination.Id, now, most, stop);
        if (due.Erased.Count > 0)
            await deliveries.ForgetAsync(destination.Id, due.Erased, stop);
        var room = isOrdered ? Math.Min(atOnce - due.Events.Count, Deliveries.MostInOrder - due.Waiting) : atOnce - due.Events.Count;
        // Of a destination that takes nothing few events get rows that wait, the others stay in the log of events.
        if (failures > 0)
            room = Math.Min(room, Deliveries.MostAtOnce - await deliveries.WaitingAsync(destination.Id, stop));
        var fresh = room <= 0 ? new Fresh([], position) : await deliveries.AfterAsync(destination.SiteId, position, room, stop);
        NoteAge(due, fresh, isHeldUp: room <= 0);
        if (due.Events.Count + fresh.Events.Count > 0)
            return await ForwardAsync(fresh, due, stop, abort);
        // Only other sites' events: that is worth a write now and then.
        if (fresh.Last > position && now - notedAt > NoteEvery)
        {
            await deliveries.WriteAsync([], line, fresh.Last, stop);
            notedAt = now;
        }

        return false;
    }

    private void NoteAge(Due due, Fresh fresh, bool isHeldUp)
    {
        if (fresh.Events.Count > 0)
            metrics.Waits(destination, fresh.Events[0].Row.ReceivedAtMs);
        else if (!isHeldUp)
            metrics.Waits(destination, null);
        else if (due.Events.Count > 0)
            metrics.Waits(destination, due.Events.Min(one => one.Row.ReceivedAtMs));
    }

    private async Task<bool> ForwardAsync(Fresh fresh, Due due, CancellationToken stop, CancellationToken abort)
    {
        var outcome = await line.WhileHeldAsync(lost => SendAsync(fresh.Events, due, stop, lost), abort);
        var now = time.GetUtcNow();
        // Once it is down, it is until it takes something.
        var isDown = outcome.IsInVain && (outcome.IsTelling || failures > 0);
        if (isDown)
            openAgainAt = now + Backoff.After(++failures, Random.Shared);
        if (outcome.Asked is { } asked && now + asked > openAgainAt)
            openAgainAt = now + asked;
        atOnce = isDown ? fewest
            : outcome.IsCutShort ? Math.Max(fewest, Math.Min(Deliveries.MostAtOnce, 2 * outcome.Sent))
            : Math.Min(Deliveries.MostAtOnce, 2 * atOnce);

        var (rows, to) = (outcome.Rows(now, isDown ? openAgainAt : null), outcome.To(fresh.Last));
        // Also when it is to stop: else what was sent would be sent again.
        if ((rows.Count > 0 || to is not null) && !await deliveries.WriteAsync(rows, line, to, CancellationToken.None))
            return false;
        foreach (var state in rows.CountBy(row => row.State))
            metrics.Became(destination, state.Key, state.Value);
        await NoteTroubleAsync(isDown, outcome, now, stop);
        return !outcome.IsInVain;
    }

    private async Task<Outcome> SendAsync(IReadOnlyList<Pending> fresh, Due due, CancellationToken stop, CancellationToken abort)
    {
        var (first, again) = (await SortAsync(fresh, stop), await SortAsync(due.Events, stop));
        var sending = new Sending(opened.Target, time, stop, abort);
        var results = opened.Target.IsOrdered
            ? await sending.InOrderAsync(
                [.. again.SelectMany(one => BatchesOf([one])), .. BatchesOf(first)],
                fresh.Concat(due.Events).ToDictionary(one => one.Row.Id, one => one.Row.VisitorKey),
                due.HeldUp)
            // Not in one request with those that failed before: theirs may be the fault.
            : await sending.RunAsync([.. BatchesOf(first), .. again.GroupBy(one => one.Event.Earlier!.Attempts).SelectMany(some => BatchesOf(some, some.Key))]);
        return new Outcome(destination, first, again, results);
    }

    private async Task<List<(Pending Event, Sorted Sorted)>> SortAsync(IReadOnlyList<Pending> events, CancellationToken stop)
    {
        var sorted = new List<(Pending Event, Sorted Sorted)>(events.Count);
        foreach (var one in events)
            sorted.Add((one, await sorting.OfAsync(opened, site, one, stop)));
        return sorted;
    }

    private IReadOnlyList<IReadOnlyList<MappedEvent>> BatchesOf(IEnumerable<(Pending Event, Sorted Sorted)> sorted, int attempts = 0) =>
        Batches.Of(sorted.Select(one => one.Sorted.Mapped).OfType<MappedEvent>(), opened.Target.Limits, attempts);

    private async Task NoteTroubleAsync(bool isDown, Outcome outcome, DateTimeOffset now, CancellationToken stop)
    {
        if (isDown)
        {
            metrics.Failed(destination);
            if (failures == 1)
                LogTrouble(logger, destination.Id, destination.Kind, outcome.Trouble);
            mayBeInTrouble = true;
            await deliveries.ReportAsync(destination.Id, outcome.Trouble, now, stop);
        }
        else if (mayBeInTrouble && outcome.IsTaken)
        {
            await deliveries.ReportAsync(destination.Id, null, now, stop);
            if (failures > 0)
            {
                await deliveries.WakeAsync(destination.Id, now, stop);
                LogBack(logger, destination.Id, destination.Kind);
            }

            // Last: what fails before is done with the next success.
            (failures, mayBeInTrouble) = (0, false);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Destination {Id} cannot be worked on; its events wait in the store, and nothing else waits for them.")]
    private static partial void LogFailed(ILogger logger, Exception exception, int id);

    [LoggerMessage(LogLevel.Warning, "Destination {Id} ({Kind}) takes nothing: {Trouble}. Its events wait in the store and are tried again; GET /v1/destinations/{Id} says how it is.")]
    private static partial void LogTrouble(ILogger logger, int id, string kind, string? trouble);

    [LoggerMessage(LogLevel.Information, "Destination {Id} ({Kind}) takes events again.")]
    private static partial void LogBack(ILogger logger, int id, string kind);

    [LoggerMessage(LogLevel.Warning, "The line to destination {Id} could not be let go of; another process takes it within ten seconds.")]
    private static partial void LogNotLetGo(ILogger logger, Exception exception, int id);
}
