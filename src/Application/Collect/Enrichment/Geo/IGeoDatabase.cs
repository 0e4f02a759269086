using System.Net;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Geo;

/// <summary>Knows where addresses are used.</summary>
public interface IGeoDatabase
{
    /// <summary>
    /// What is known of an address. It is asked on the accept path: it answers in microseconds out of memory, and never throws.
    /// </summary>
    /// <param name="address">A public address; an IPv4 one as such, not mapped to IPv6.</param>
    GeoAnswer Find(IPAddress address);
}

/// <summary>What is known of an address; the default is nothing.</summary>
/// <param name="Place">Where it is used, the country at least; <c>null</c> when unknown.</param>
/// <param name="IsDataCentre">Whether it is known to be a data centre's.</param>
public readonly record struct GeoAnswer(Place? Place, bool IsDataCentre);
