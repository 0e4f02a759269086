using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tracking.Application.Import;

/// <summary>
/// Makes the messageId of each imported line: a keyed hash of the line and its ordinal among equal lines (two equal
/// requests within a second are two page views). Then an import is safe to run twice, since the store keeps one event a
/// messageId:
/// <list type="bullet">
/// <item>The same file from its start gives the same ids on any day, also when it has grown, or is now gzip, or has CRLF.</item>
/// <item>A file that was rotated away and its successor share no lines, for a line holds its time. Only where the rotation
/// fell between equal lines, the successor's begin again at ordinal 1 and pass for those already stored.</item>
/// <item>So in whatever pieces, order and overlap a log is read, a line counts at most as often as it is there, and as
/// often as it is in the piece that has most of it. What errs, errs towards fewer.</item>
/// <item>Not the same: another key, or lines that were changed (a client address masked afterwards). Those are new ids.</item>
/// </list>
/// Give it the lines that are page views, in the order of the file; of others, equal ones are left out alike.
/// </summary>
/// <param name="key">
/// Secret, of at least 16 bytes, and the same for good: a line holds an IP address, which a hash without a key would not hide.
/// </param>
/// <param name="remembered">
/// How many different lines are kept at least to tell repetitions; twice as many at most, at about 50 bytes each. A
/// repetition that lies further back begins again at ordinal 1; equal lines are of the same second, so none does.
/// </param>
public sealed class LineMessageIds(byte[] key, int remembered = 500_000)
{
    private const int ShortestKeyBytes = 16;
    private readonly byte[] _key = key.Length >= ShortestKeyBytes
        ? key
        : throw new ArgumentException($"must have at least {ShortestKeyBytes} bytes", nameof(key));

    // Two generations, the older dropped whole: bounded, and the same for the same lines, unlike an eviction by chance.
    private Dictionary<UInt128, int> _recent = [];
    private Dictionary<UInt128, int> _older = [];

    /// <summary>The messageId of the next line: <c>log-</c> and 32 hexadecimal digits.</summary>
    /// <param name="line">The line's bytes without its line break.</param>
    public string Next(ReadOnlySpan<byte> line)
    {
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, line, digest);
        Span<byte> ordinal = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(ordinal, NextOrdinal(BinaryPrimitives.ReadUInt128LittleEndian(digest)));

        // The digest is secret as the key is, and serves as the key of the second step.
        Span<byte> id = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(digest, ordinal, id);
        return "log-" + Convert.ToHexStringLower(id[..16]);
    }

    private int NextOrdinal(UInt128 line)
    {
        if (!_recent.TryGetValue(line, out var last))
        {
            _older.TryGetValue(line, out last);
            if (_recent.Count >= remembered)
                (_older, _recent) = (_recent, []);
        }
        return _recent[line] = last + 1;
    }
}
