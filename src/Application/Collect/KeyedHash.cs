using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Tracking.Application.Collect;

/// <summary>
/// 128 bits of HMAC-SHA-256: names a thing without telling it. Fields are told apart by their length, so that ("a", "bc") and
/// ("ab", "c") differ.
/// </summary>
public static class KeyedHash
{
    private const int UsualLength = 1_024;

    [ThreadStatic]
    private static (byte[] Key, HMACSHA256 Hmac)? lasting;

    /// <summary>Hashes <paramref name="fields"/> with <paramref name="key"/>.</summary>
    public static Guid Of(ReadOnlySpan<byte> key, params ReadOnlySpan<string> fields) => Of(hmac: null, key, fields);

    /// <summary>
    /// The same with a key that is kept as long as the process runs, in half the time: each thread keeps what is made of the key. Not for
    /// one that must be forgotten.
    /// </summary>
    public static Guid OfLasting(ReadOnlySpan<byte> key, params ReadOnlySpan<string> fields)
    {
        if (lasting is not { } kept || !key.SequenceEqual(kept.Key))
        {
            lasting?.Hmac.Dispose();
            var copy = key.ToArray();
            lasting = kept = (copy, new HMACSHA256(copy));
        }

        return Of(kept.Hmac, key, fields);
    }

    /// <summary>The hash as text: 32 hex digits.</summary>
    public static string Text(Guid hash) => hash.ToString("N");

    private static Guid Of(HMACSHA256? hmac, ReadOnlySpan<byte> key, ReadOnlySpan<string> fields)
    {
        var length = 0;
        foreach (var field in fields)
            length += 4 + Encoding.UTF8.GetMaxByteCount(field.Length);
        var rented = length > UsualLength ? ArrayPool<byte>.Shared.Rent(length) : null;
        var text = rented ?? stackalloc byte[UsualLength];
        var used = 0;
        foreach (var field in fields)
        {
            var written = Encoding.UTF8.GetBytes(field, text[(used + 4)..]);
            BitConverter.TryWriteBytes(text[used..], written);
            used += 4 + written;
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (hmac is null)
            HMACSHA256.HashData(key, text[..used], hash);
        else
            hmac.TryComputeHash(text[..used], hash, out _);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return new Guid(hash[..16], bigEndian: true);
    }
}
