using MaxMind.Db;
using Tracking.Domain.Collect;

namespace Tracking.Infrastructure.Enrichment.Geo;

/// <summary>
/// What is read of a file's entry for a network, whichever of the known layouts it has: GeoLite2 and GeoIP2 (City, Country, Enterprise,
/// ASN, ISP, Anonymous IP), DB-IP's, which are laid out alike, and ip-location-db's <c>country_code</c>. All else is skipped undecoded.
/// </summary>
internal sealed class GeoRecord
{
    private const string Hosting = "hosting";

    /// <remarks>Called by the reader with what the entry has.</remarks>
    [Constructor]
    public GeoRecord(
        [MapKey("country_code")] string? countryCode = null,
        [MapKey("country")] GeoCountry? country = null,
        [MapKey("subdivisions")] IReadOnlyList<GeoNamed>? subdivisions = null,
        [MapKey("city")] GeoNamed? city = null,
        [MapKey("traits")] GeoTraits? traits = null,
        [MapKey("is_hosting_provider")] bool? isHostingProvider = null,
        [MapKey("autonomous_system_number")] long? network = null)
    {
        // Not registered_country: that is where the provider has its papers, and MaxMind leaves country out where it cannot tell
        // in which one the visitor is.
        if ((country?.Code ?? countryCode) is { Length: > 0 } code)
            Place = new Place(code, subdivisions is [var first, ..] ? first.Name : null, city?.Name);
        IsDataCentre = isHostingProvider == true || traits?.IsHostingProvider == true || traits?.UserType == Hosting
            || HostingNetworks.Contains(network ?? traits?.Network);
        IsUnderstood = Place is not null || isHostingProvider is not null || network is not null || traits is not null;
    }

    /// <summary>Where its addresses are used, the country at least.</summary>
    public Place? Place { get; }

    /// <summary>Whether it is a data centre's.</summary>
    public bool IsDataCentre { get; }

    /// <summary>Whether any field was known: a file without a single such entry is of another layout.</summary>
    public bool IsUnderstood { get; }

    /// <summary>How much it says of the place: nothing, the country, the region too, the city too.</summary>
    public int Detail => Place switch
    {
        null => 0,
        { City: not null } => 3,
        { Region: not null } => 2,
        _ => 1,
    };
}

/// <summary>The country in which a visitor is.</summary>
/// <param name="code">ISO 3166-1 alpha-2.</param>
[method: Constructor]
internal sealed class GeoCountry([MapKey("iso_code")] string? code = null)
{
    public string? Code { get; } = code;
}

/// <summary>A region or a city.</summary>
/// <param name="names">By language.</param>
[method: Constructor]
internal sealed class GeoNamed([MapKey("names")] GeoNames? names = null)
{
    public string? Name { get; } = names?.English;
}

/// <summary>The names of a place, of which reports use one language.</summary>
/// <param name="english">The English one.</param>
[method: Constructor]
internal sealed class GeoNames([MapKey("en")] string? english = null)
{
    public string? English { get; } = english;
}

/// <summary>What a file of the larger kinds says of the network itself.</summary>
/// <param name="isHostingProvider">Whether it belongs to a hosting or VPN provider.</param>
/// <param name="userType"><c>hosting</c>, <c>residential</c>, <c>cellular</c>, …</param>
/// <param name="network">Number of its autonomous system.</param>
[method: Constructor]
internal sealed class GeoTraits(
    [MapKey("is_hosting_provider")] bool? isHostingProvider = null,
    [MapKey("user_type")] string? userType = null,
    [MapKey("autonomous_system_number")] long? network = null)
{
    public bool? IsHostingProvider { get; } = isHostingProvider;

    public string? UserType { get; } = userType;

    public long? Network { get; } = network;
}
