using Tracking.Domain.Destinations;

namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>
/// What became of the events of one look at a line, without a side effect: what is written down of it, how far the line has come, and whether
/// the destination as a whole is in trouble.
/// </summary>
/// <param name="destination">The destination.</param>
/// <param name="fresh">Events that were tried first, in the order of storing.</param>
/// <param name="due">Events that were tried again, or are to be sent again.</param>
/// <param name="results">What became of those that were sent, by their number.</param>
internal sealed class Outcome(
    Destination destination, IReadOnlyList<(Pending Event, Sorted Sorted)> fresh, IReadOnlyList<(Pending Event, Sorted Sorted)> due,
    IReadOnlyDictionary<long, SendResult> results)
{
    /// <summary>Whether anything was sent and taken.</summary>
    public bool IsTaken { get; } = results.Values.Any(result => result.Kind is SendResultKind.Sent or SendResultKind.Confirmed or SendResultKind.Refused);

    /// <summary>Whether something was sent and nothing of it was taken.</summary>
    public bool IsInVain => Sent > 0 && !IsTaken;

    /// <summary>
    /// Whether one of those that were sent was never sent before. Others, if they fail once more, say nothing of the destination: that may be
    /// their own fault.
    /// </summary>
    public bool IsTelling => fresh.Concat(due).Any(one => one.Event.Earlier is not { Attempts: > 0 } && WasSent(one.Event));

    /// <summary>Whether some were to be sent and their turn did not come.</summary>
    public bool IsCutShort => fresh.Concat(due).Any(one => !IsSettled(one));

    /// <summary>How many were sent.</summary>
    public int Sent { get; } = results.Values.Count(result => result.Kind != SendResultKind.HeldUp);

    /// <summary>Why what was not taken was not.</summary>
    public string? Trouble => results.Values.FirstOrDefault(result => result.Kind == SendResultKind.TryAgain).Reason;

    /// <summary>How long the platform asks to be left alone.</summary>
    public TimeSpan? Asked { get; } = results.Values.Max(result => result.RetryAfter) is { } asked ? Backoff.Asked(asked) : null;

    /// <summary>How far the line has come: behind the last event of which something is known. What is behind that stays in the log of events.</summary>
    /// <param name="last">How far it comes if all of them were dealt with.</param>
    public long? To(long last)
    {
        if (fresh.Count == 0)
            return null;
        var settled = LastSettled();
        return settled == fresh.Count - 1 ? last : settled < 0 ? null : fresh[settled].Event.Row.Id;
    }

    /// <summary>What is written down.</summary>
    /// <param name="now">Now.</param>
    /// <param name="openAgainAt">When the destination is tried again as a whole; <c>null</c>: those that failed did so alone.</param>
    public List<DeliveryRow> Rows(DateTimeOffset now, DateTimeOffset? openAgainAt) =>
    [
        .. fresh.Take(LastSettled() + 1).Select(one => RowOf(one.Event, one.Sorted, now, openAgainAt)),
        .. due.Where(IsSettled).Select(one => RowOf(one.Event, one.Sorted, now, openAgainAt)),
    ];

    private bool IsSettled((Pending Event, Sorted Sorted) one) => one.Sorted.Mapped is null || results.ContainsKey(one.Event.Row.Id);

    private bool WasSent(Pending one) => results.TryGetValue(one.Row.Id, out var result) && result.Kind != SendResultKind.HeldUp;

    private int LastSettled()
    {
        var last = fresh.Count - 1;
        while (last >= 0 && !IsSettled(fresh[last]))
            last--;
        return last;
    }

    private DeliveryRow RowOf(Pending pending, Sorted sorted, DateTimeOffset now, DateTimeOffset? openAgainAt)
    {
        var (nowMs, earlier) = (now.ToUnixTimeMilliseconds(), pending.Earlier);
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
        if (sorted.Mapped is null)
            return row;
        if (!results.TryGetValue(pending.Row.Id, out var result) || result.Kind == SendResultKind.HeldUp)
        {
            // Its turn did not come, and that of one behind it did; or it waits for another one.
            row.NextAttemptAtMs = nowMs;
            return row;
        }

        row.Attempts++;
        row.Reason = result.Reason;
        row.SessionId ??= pending.Row.SessionId;
        row.State = result.Kind switch
        {
            SendResultKind.Sent => DeliveryState.Sent,
            SendResultKind.Confirmed => DeliveryState.Confirmed,
            SendResultKind.Refused => DeliveryState.Failed,
            _ => DeliveryState.Waiting,
        };
        if (row.State == DeliveryState.Waiting)
            TryAgain(row, result, now, openAgainAt);
        return row;
    }

    private static void TryAgain(DeliveryRow row, SendResult result, DateTimeOffset now, DateTimeOffset? openAgainAt)
    {
        row.FirstAttemptAtMs ??= now.ToUnixTimeMilliseconds();
        if (now.ToUnixTimeMilliseconds() - row.FirstAttemptAtMs > Backoff.GiveUpAfter.TotalMilliseconds)
        {
            row.State = DeliveryState.Failed;
            return;
        }

        var (alone, asked) = (now + Backoff.After(row.Attempts, Random.Shared), now + Backoff.Asked(result.RetryAfter ?? TimeSpan.Zero));
        row.NextAttemptAtMs = (openAgainAt ?? (alone > asked ? alone : asked)).ToUnixTimeMilliseconds();
    }
}
