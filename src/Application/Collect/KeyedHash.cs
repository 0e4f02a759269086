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
    /// <summary>Hashes <paramref name="fields"/> with <paramref name="key"/>.</summary>
    public static Guid Of(ReadOnlySpan<byte> key, params ReadOnlySpan<string> fields)
    {
        var length = 0;
        foreach (var field in fields)
            length += 4 + Encoding.UTF8.GetMaxByteCount(field.Length);
        var rented = length > 1_024 ? ArrayPool<byte>.Shared.Rent(length) : null;
        var text = rented ?? stackalloc byte[1_024];
        var used = 0;
        foreach (var field in fields)
        {
            var written = Encoding.UTF8.GetBytes(field, text[(used + 4)..]);
            BitConverter.TryWriteBytes(text[used..], written);
            used += 4 + written;
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, text[..used], hash);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>The hash as text: 32 hex digits.</summary>
    public static string Text(Guid hash) => hash.ToString("N");
}
