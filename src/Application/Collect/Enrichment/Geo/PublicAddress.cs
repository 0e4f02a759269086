using System.Net;
using System.Net.Sockets;

namespace Tracking.Application.Collect.Enrichment.Geo;

/// <summary>
/// Tells the addresses of the public internet from those that mean something else in every network (the IANA registries of IPv4 and
/// IPv6 special-purpose addresses, RFC 6890): private, loopback, link-local, for documentation, multicast.
/// </summary>
public static class PublicAddress
{
    /// <summary>All that IANA has given out as global unicast so far.</summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Special6 =
    [
        IPNetwork.Parse("2001:2::/48"),      // benchmarking
        IPNetwork.Parse("2001:10::/28"),     // ORCHID: names, not places
        IPNetwork.Parse("2001:20::/28"),     // ORCHIDv2
        IPNetwork.Parse("2001:db8::/32"),    // documentation
        IPNetwork.Parse("3fff::/20"),        // documentation
    ];

    /// <summary>Whether an address belongs to the public internet. One that is mapped to IPv6 (<c>::ffff:0:0/96</c>) does not as it stands.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            Span<byte> bytes = stackalloc byte[4];
            return address.TryWriteBytes(bytes, out _) && IsPublic4(bytes[0], bytes[1], bytes[2]);
        }

        return Global6.Contains(address) && !Array.Exists(Special6, network => network.Contains(address));
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
}
