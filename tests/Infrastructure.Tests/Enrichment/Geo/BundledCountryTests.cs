using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Enrichment.Geo;

namespace Tracking.Infrastructure.Tests.Enrichment.Geo;

/// <summary>The country file that the build brings is one that is understood.</summary>
public class BundledCountryTests
{
    // Of the registries of the internet, which stay where they are: NIC.br, RIPE NCC, APNIC.
    [BundledCountryTheory]
    [InlineData("200.160.2.3", "BR")]
    [InlineData("2001:12ff:0:2::3", "BR")]
    [InlineData("193.0.6.139", "NL")]
    [InlineData("2001:67c:2e8:22::c100:68b", "NL")]
    [InlineData("203.119.101.61", "AU")]
    // A provider's in another country than its papers.
    [InlineData("95.172.74.38", "GB")]
    public void It_knows_the_country_of_an_address(string address, string country)
    {
        using var database = GeoDatabase.Open(new GeoOptions(), GeoDatabase.BundledPath, NullLogger<GeoDatabase>.Instance);

        database.Find(IPAddress.Parse(address)).Place.ShouldBe(new Place(country, null, null));
        database.Problems.ShouldBeEmpty();
    }
}
