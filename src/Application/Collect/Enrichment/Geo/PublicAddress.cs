using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Tracking.Application.Collect.Enrichment.Geo;

/// <summary>
/// Tells the addresses of the public internet from those that mean something else in every network (the IANA registries of IPv4 and
/// IPv6 special-purpose addresses, RFC 6890): private, loopback, link-local, for documentation, multicast.
/// </summary>
public static class PublicAddress
{
    /// <summary>Whether an address belongs to the public internet. One that is mapped to IPv6 (<c>::ffff:0:0/96</c>) does not as it stands.</summary>
    public static bool IsPublic(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? IsPublic4(bytes[0], bytes[1], bytes[2])
            : IsPublic6(BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    private static bool IsPublic4(byte first, byte second, byte third) => (first, second, third) switch
    {
        (0 or 10 or 127, _, _) => false,     // this network, private, loopback
        (100, >= 64 and <= 127, _) => false, // shared by a provider's customers
        (169, 254, _) => false,              // link-local
        (172, >= 16 and <= 31, _) => false,  // private
        (192, 0, 0 or 2) => false,           // protocols, documentation
        (192, 168, _) => false,              // private
        (198, 18 or 19, _) => false,         // benchmarking
        (198, 51, 100) => false,             // documentation
        (203, 0, 113) => false,              // documentation
        _ => first < 224,                    // multicast, reserved, broadcast
    };

    private static bool IsPublic6(ulong firstHalf) =>
        firstHalf >> 61 == 1                     // 2000::/3: all that IANA has given out as global unicast so far
        && firstHalf >> 16 != 0x2001_0002_0000   // 2001:2::/48, benchmarking
        && firstHalf >> 36 is not (0x2001_001 or 0x2001_002) // 2001:10::/28 and 2001:20::/28, names and no places
        && firstHalf >> 32 != 0x2001_0db8        // documentation
        && firstHalf >> 44 != 0x3fff_0;          // 3fff::/20, documentation
}
