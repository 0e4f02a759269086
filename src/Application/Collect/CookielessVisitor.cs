using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Tracking.Application.Collect;

/// <summary>Tells visitors of one day apart without any id of theirs (HTTP contract v1, "Anonymised").</summary>
public static class CookielessVisitor
{
    /// <summary>The keyed hash of site, truncated address and user agent with the day's salt.</summary>
    public static string Id(ReadOnlySpan<byte> salt, string site, IPAddress? address, string? userAgent) =>
        KeyedHash.Text(KeyedHash.Of(salt, site, address is null ? string.Empty : Network(address), userAgent ?? string.Empty));

    /// <summary>The network of an address: /24 of IPv4 (also when mapped into IPv6), /48 of IPv6.</summary>
    public static string Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var kept = address.AddressFamily == AddressFamily.InterNetwork ? 3 : 6;
        bytes[kept..length].Clear();
        return new IPAddress(bytes[..length]).ToString() + (kept == 3 ? "/24" : "/48");
    }

    /// <summary>The store's key of a visitor id: 128 bits of its SHA-256, so that no collation can take two ids for one.</summary>
    public static Guid KeyOf(string visitorId)
    {
        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(visitorId.Length)];
        var used = Encoding.UTF8.GetBytes(visitorId, text);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..used], hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
