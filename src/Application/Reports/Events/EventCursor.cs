using System.Buffers.Binary;
using System.Buffers.Text;

namespace Tracking.Application.Reports.Events;

/// <summary>
/// Where a page of events ended. Since it names an event and no number of rows, events that arrive meanwhile neither repeat nor hide one.
/// </summary>
/// <param name="TimestampMs">That event's time.</param>
/// <param name="Id">Its number, which orders events of one time.</param>
public readonly record struct EventCursor(long TimestampMs, long Id)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; <c>null</c> when it is nothing of ours.</summary>
    public static EventCursor? Read(string text)
    {
        Span<byte> bytes = stackalloc byte[18];
        if (text.Length != 22 || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != 16)
            return null;
        return new EventCursor(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
    }

    /// <summary>The cursor as clients pass it on: opaque, and safe in a URL.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, TimestampMs);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Id);
        return Base64Url.EncodeToString(bytes);
    }
}
