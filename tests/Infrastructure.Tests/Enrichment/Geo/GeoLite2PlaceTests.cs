using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Enrichment.Geo;

namespace Tracking.Infrastructure.Tests.Enrichment.Geo;

// Against what MaxMind publishes as the source of its test databases, not against what this program made of them:
// https://github.com/maxmind/MaxMind-DB/tree/main/source-data, GeoLite2-City-Test.json, GeoLite2-Country-Test.json, GeoLite2-ASN-Test.json.
public class GeoLite2PlaceTests
{
    [GeoLite2Theory]
    [InlineData("2.125.160.216", "GB", "England", "Boxford")]
    [InlineData("2.125.160.223", "GB", "England", "Boxford")]
    [InlineData("67.43.156.1", "BT", null, null)]
    [InlineData("81.2.69.142", "GB", "England", "London")]
    [InlineData("81.2.69.160", "GB", "England", "London")]
    [InlineData("89.160.20.112", "SE", "Östergötland County", "Linköping")]
    [InlineData("175.16.199.0", "CN", "Jilin Sheng", "Changchun")]
    [InlineData("202.196.224.1", "PH", null, null)]
    [InlineData("216.160.83.56", "US", "Washington", "Milton")]
    [InlineData("2001:218::1", "JP", null, null)]
    [InlineData("2001:220::1", "KR", null, null)]
    [InlineData("2001:230::1", "KR", null, null)]
    [InlineData("2001:238::1", "TW", null, null)]
    [InlineData("2001:250::1", "CN", null, null)]
    public void A_city_file_says_country_first_region_and_city_in_English(string address, string country, string? region, string? city) =>
        Find("City", address).Place.ShouldBe(new Place(country, region, city));

    // Of 2a02:d500::/29 the source has a continent alone; the others lie beside networks that it has.
    [GeoLite2Theory]
    [InlineData("2a02:d500::1")]
    [InlineData("2.125.160.215")]
    [InlineData("2.125.160.224")]
    [InlineData("67.43.157.0")]
    [InlineData("2001:219::1")]
    public void An_address_whose_country_a_file_does_not_say_has_no_place(string address) => Find("City", address).Place.ShouldBeNull();

    // The registered countries of these are others: FR, RO, US, DE, GB.
    [GeoLite2Theory]
    [InlineData("2.125.160.216", "GB")]
    [InlineData("67.43.156.1", "BT")]
    [InlineData("81.2.69.142", "GB")]
    [InlineData("89.160.20.112", "SE")]
    [InlineData("216.160.83.56", "US")]
    public void A_country_file_says_where_the_visitor_is_and_not_where_the_provider_is_registered(string address, string country) =>
        Find("Country", address).Place.ShouldBe(new Place(country, null, null));

    // 1221 Telstra, 7018 AT&T, 71 Hewlett-Packard
    [GeoLite2Theory]
    [InlineData("1.128.0.1")]
    [InlineData("12.81.92.1")]
    [InlineData("15.0.0.1")]
    public void A_network_that_is_no_hosting_companys_is_no_data_centre(string address) => Find("ASN", address).IsDataCentre.ShouldBeFalse();

    [GeoLite2Fact]
    public void A_folder_of_all_of_them_is_asked_as_one()
    {
        using var folder = new GeoFolder();
        foreach (var kind in new[] { "ASN", "City", "Country" })
            File.Copy(GeoLite2.PathOf(kind), folder.PathOf(kind + ".mmdb"));

        folder.Open();

        folder.Database.Files.Count.ShouldBe(3);
        folder.Database.Problems.ShouldBeEmpty();
        folder.Find("89.160.20.112").Place.ShouldBe(new Place("SE", "Östergötland County", "Linköping"));
        folder.Find(GeoFolder.Bundled).Place.ShouldBe(new Place("BR", null, null));
    }

    private static Application.Collect.Enrichment.Geo.GeoAnswer Find(string kind, string address)
    {
        using var database = GeoDatabase.Open(
            new GeoOptions { DatabasePath = GeoLite2.PathOf(kind) }, "no bundled file", NullLogger<GeoDatabase>.Instance);
        database.Problems.ShouldBeEmpty();
        return database.Find(IPAddress.Parse(address));
    }
}
