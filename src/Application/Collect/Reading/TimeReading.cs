using System.Text.Json;

namespace Tracking.Application.Collect.Reading;

/// <summary>Times of the contract: ISO 8601 with offset, or epoch milliseconds.</summary>
public static class TimeReading
{
    private const string Allowed = "must be an ISO 8601 time with offset (2026-05-17T10:05:03Z) or epoch milliseconds";

    /// <summary>A time; <c>null</c> when absent or, noted, not readable.</summary>
    public static DateTimeOffset? Time(this JsonFields fields, string name)
    {
        if (!fields.TryGet(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                if (JsonFields.TryGetText(value, out var text) && HasOffset(text) && value.TryGetDateTimeOffset(out var time))
                    return InWholeMilliseconds(time.ToUniversalTime());
                fields.Fail(name, RejectionReason.InvalidValue, Allowed);
                return null;
            case JsonValueKind.Number:
                if (value.TryGetDecimal(out var number) && OfMilliseconds(decimal.Truncate(number)) is { } known)
                    return known;
                fields.Fail(name, RejectionReason.InvalidValue, Allowed);
                return null;
            default:
                fields.Fail(name, RejectionReason.WrongType, Allowed);
                return null;
        }
    }

    /// <summary>
    /// The event's time by our clock: receivedAt − (sentAt − timestamp), so that a wrong clock of the sender's cancels out (the rule of
    /// Segment's "Common fields"). Held within the calendar.
    /// </summary>
    public static DateTimeOffset Corrected(DateTimeOffset receivedAt, DateTimeOffset? sentAt, DateTimeOffset? timestamp)
    {
        if (timestamp is not { } at)
            return InWholeMilliseconds(receivedAt);
        if (sentAt is not { } sent)
            return at;
        var corrected = receivedAt.ToUnixTimeMilliseconds() - (sent.ToUnixTimeMilliseconds() - at.ToUnixTimeMilliseconds());
        return OfMilliseconds(corrected) ?? (corrected < 0 ? DateTimeOffset.UnixEpoch.AddYears(-1_000) : receivedAt.AddYears(1_000));
    }

    /// <summary>The time without what is smaller than a millisecond.</summary>
    public static DateTimeOffset InWholeMilliseconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), time.Offset);

    private static DateTimeOffset? OfMilliseconds(decimal milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : null;

    private static bool HasOffset(string text) =>
        text.Length > 10 && (text[^1] == 'Z' || text.AsSpan(10).ContainsAny('+', '-'));
}
