using System.Collections.Frozen;

namespace Tracking.Infrastructure.Enrichment.Geo;

/// <summary>
/// The autonomous systems (networks with a number of their own) of companies that rent out servers and from which hardly anybody browses.
/// The numbers stay when companies change their names. Left out are networks through which people do browse: those of VPNs
/// and of private relays (Cloudflare, Akamai, Fastly, M247, Datacamp) and carriers that also host (Cogent, Hurricane Electric).
/// </summary>
internal static class HostingNetworks
{
    private static readonly FrozenSet<long> Numbers = FrozenSet.ToFrozenSet<long>(
    [
        // Clouds
        16509, 14618, 8987,      // Amazon
        396982,                  // Google Cloud
        8075,                    // Microsoft
        31898,                   // Oracle
        36351,                   // IBM, once SoftLayer
        45102, 37963,            // Alibaba
        132203, 45090,           // Tencent
        136907, 55990,           // Huawei
        200350,                  // Yandex Cloud

        // Servers by the hour or month
        14061,                   // DigitalOcean
        63949,                   // Linode, now Akamai's
        20473,                   // Vultr
        16276,                   // OVH
        24940, 213230,           // Hetzner
        12876,                   // Scaleway
        51167, 40021,            // Contabo
        60781, 28753, 30633,     // Leaseweb
        202053, 25697,           // UpCloud
        197540,                  // netcup
        8560,                    // IONOS
        6724,                    // Strato
        31034,                   // Aruba
        54825,                   // Packet, now Equinix
        49505,                   // Selectel
        8100,                    // QuadraNet
        36352,                   // ColoCrossing
        40676,                   // Psychz
        29802,                   // Hivelocity
        7979,                    // Servers.com
        53667,                   // FranTech
        19318,                   // Interserver
        9370,                    // Sakura

        // Web hosting
        33070, 27357, 15395,     // Rackspace
        26496,                   // GoDaddy
        46606,                   // Unified Layer: Bluehost, HostGator
        26347,                   // DreamHost
        32244,                   // Liquid Web
        33182,                   // HostDime
        47583,                   // Hostinger
        22612,                   // Namecheap
        27715,                   // Locaweb
    ]);

    /// <summary>Whether an autonomous system is one of them.</summary>
    public static bool Contains(long? number) => number is { } known && Numbers.Contains(known);
}
