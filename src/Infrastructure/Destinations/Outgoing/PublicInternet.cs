using System.Net;
using System.Net.Sockets;

namespace Tracking.Infrastructure.Destinations.Outgoing;

/// <summary>
/// Which addresses are on the public internet, by the registries of special-purpose addresses (RFC 6890; IANA's for IPv4 and IPv6). An
/// address that carries another one in itself (mapped, translated, tunnelled) is as public as that one, or refused.
/// </summary>
internal static class PublicInternet
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. from text in (string[])
            [
                "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
                "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
                "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            ]
            select IPNetwork.Parse(text),
    ];

    /// <summary>The one block of IPv6 that is given out for the public internet.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotPublicOfIt =
    [
        // IETF's own (Teredo among them), documentation, 6to4, direct delegation, documentation again, segment routing.
        .. from text in (string[])["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16"]
            select IPNetwork.Parse(text),
    ];

    /// <summary>Whether it is.</summary>
    public static bool Holds(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Array.Exists(NotPublic, network => network.Contains(address))
            // 64:ff9b::/96 and all else outside the block is refused: a translator would reach what is behind it.
            : GlobalUnicast.Contains(address) && !Array.Exists(NotPublicOfIt, network => network.Contains(address));
    }
}
