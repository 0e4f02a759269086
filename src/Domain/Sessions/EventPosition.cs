namespace Tracking.Domain.Sessions;

/// <summary>
/// Where an event stands among a site's events: by time, among those of one time by their known sequence, then by message key, so that
/// the order is the same however they arrived.
/// </summary>
/// <param name="Milliseconds">Event time, milliseconds since 1970-01-01 UTC.</param>
/// <param name="Sequence">Known order within one time, else 0.</param>
/// <param name="Key">The message key.</param>
public readonly record struct EventPosition(long Milliseconds, int Sequence, Guid Key) : IComparable<EventPosition>
{
    /// <inheritdoc/>
    public int CompareTo(EventPosition other) => (Milliseconds, Sequence, Key).CompareTo((other.Milliseconds, other.Sequence, other.Key));

    public static bool operator <(EventPosition left, EventPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(EventPosition left, EventPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(EventPosition left, EventPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(EventPosition left, EventPosition right) => left.CompareTo(right) >= 0;
}
