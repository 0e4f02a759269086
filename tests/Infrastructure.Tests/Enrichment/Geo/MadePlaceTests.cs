using System.Net;
using CsCheck;
using Tracking.Domain.Collect;

namespace Tracking.Infrastructure.Tests.Enrichment.Geo;

/// <summary>What <see cref="GeoLite2PlaceTests"/> shows, on files that are made here; and the layouts of which there are no test files.</summary>
public sealed class MadePlaceTests : IDisposable
{
    private readonly GeoFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("198.45.1.0", "GB", "England", "London")]
    [InlineData("198.45.1.255", "GB", "England", "London")]
    [InlineData("198.45.2.1", "PT", "Lisboa", null)]
    [InlineData("2a02:cf40::7", "NO", null, null)]
    public void A_city_file_says_country_first_region_and_city_in_English(string address, string country, string? region, string? city)
    {
        folder.Put("city.mmdb", MadeDatabase.City("198.45.1.0/24", "GB", "England", "London")
            .Add("198.45.2.0/24", MadeDatabase.Entry("PT", "Lisboa")).Add("2a02:cf40::/29", MadeDatabase.Entry("NO")));

        folder.Open("city.mmdb");

        folder.Find(address).Place.ShouldBe(new Place(country, region, city));
    }

    [Theory]
    [InlineData("198.45.0.255")]
    [InlineData("198.45.2.0")]
    [InlineData("2001:218::1")]
    public void An_address_that_no_file_has_is_of_no_place(string address)
    {
        folder.Put("city.mmdb", MadeDatabase.City("198.45.1.0/24", "GB")).Open("city.mmdb");

        folder.Find(address).ShouldBe(default);
    }

    [Fact]
    public void Where_the_operators_file_has_no_answer_the_bundled_one_says_the_country()
    {
        folder.Put("city.mmdb", MadeDatabase.City("198.45.1.0/24", "GB", "England", "London")
            .Add("200.160.2.0/24", new Dictionary<string, object> { ["continent"] = new Dictionary<string, object> { ["code"] = "SA" } }));

        folder.Open("city.mmdb");

        folder.Find(GeoFolder.Bundled).Place.ShouldBe(new Place("BR", null, null));
        folder.Find("200.200.0.1").Place.ShouldBe(new Place("BR", null, null));
    }

    [Fact]
    public void The_operators_file_goes_before_the_bundled_one()
    {
        folder.Put("city.mmdb", MadeDatabase.City("200.160.2.0/24", "UY", "Montevideo", "Montevideo")).Open("city.mmdb");

        folder.Find(GeoFolder.Bundled).Place.ShouldBe(new Place("UY", "Montevideo", "Montevideo"));
    }

    [Fact]
    public void Without_the_setting_the_bundled_file_answers()
    {
        folder.Open("");

        folder.Find(GeoFolder.Bundled).Place.ShouldBe(new Place("BR", null, null));
        folder.Database.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Of_several_files_that_one_counts_which_says_most()
    {
        folder.Put("a.mmdb", new MadeDatabase("GeoLite2-Country") { BuiltAt = DateTimeOffset.UnixEpoch.AddYears(60) }.Add("198.45.0.0/16", MadeDatabase.Entry("IE")))
            .Put("b.mmdb", MadeDatabase.City("198.45.1.0/24", "GB", "England", "London"));

        folder.Open();

        folder.Find("198.45.1.1").Place.ShouldBe(new Place("GB", "England", "London"));
        folder.Find("198.45.9.1").Place.ShouldBe(new Place("IE", null, null));
    }

    [Fact]
    public void Of_two_files_that_say_as_much_the_newer_counts_whatever_their_names()
    {
        var old = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        folder.Put("a.mmdb", new MadeDatabase("City") { BuiltAt = old }.Add("198.45.1.0/24", MadeDatabase.Entry("GB")))
            .Put("b.mmdb", new MadeDatabase("City") { BuiltAt = old.AddDays(7) }.Add("198.45.1.0/24", MadeDatabase.Entry("IE")))
            .Put("c.mmdb", new MadeDatabase("City") { BuiltAt = old.AddDays(1) }.Add("198.45.1.0/24", MadeDatabase.Entry("FR")));

        folder.Open();

        folder.Find("198.45.1.1").Place.ShouldBe(new Place("IE", null, null));
    }

    [Fact]
    public void A_file_of_IPv4_networks_says_nothing_of_IPv6_addresses_that_begin_alike()
    {
        folder.Put("city.mmdb", new MadeDatabase("City", ipVersion: 4).Add("42.2.0.0/16", MadeDatabase.Entry("HK"))).Open("city.mmdb");

        folder.Find("42.2.0.1").Place.ShouldBe(new Place("HK", null, null));
        folder.Find("2a02::1").Place.ShouldBeNull();
    }

    [Fact]
    public void A_place_without_an_English_name_has_none()
    {
        var names = new Dictionary<string, object> { ["names"] = new Dictionary<string, object> { ["de"] = "Köln" } };
        var entry = MadeDatabase.Entry("DE");
        (entry["city"], entry["subdivisions"]) = (names, new object[] { new Dictionary<string, object> { ["iso_code"] = "NW" } });
        folder.Put("city.mmdb", new MadeDatabase("City").Add("198.45.1.0/24", entry)).Open("city.mmdb");

        folder.Find("198.45.1.1").Place.ShouldBe(new Place("DE", null, null));
    }

    public static TheoryData<string, Dictionary<string, object>, bool> Networks => new()
    {
        { "Amazon's number", new() { ["autonomous_system_number"] = 16509u, ["autonomous_system_organization"] = "AMAZON-02" }, true },
        { "Telstra's number", new() { ["autonomous_system_number"] = 1221u }, false },
        { "Cloudflare's number, through which people browse", new() { ["autonomous_system_number"] = 13335u }, false },
        { "a number within traits", Traits("autonomous_system_number", 24940u), true },
        { "a hosting provider", new() { ["is_anonymous"] = true, ["is_hosting_provider"] = true }, true },
        { "no hosting provider", new() { ["is_anonymous"] = true, ["is_hosting_provider"] = false }, false },
        { "a hosting provider within traits", Traits("is_hosting_provider", true), true },
        { "users of hosting", Traits("user_type", "hosting"), true },
        { "users at home", Traits("user_type", "residential"), false },
    };

    [Theory, MemberData(nameof(Networks))]
    public void A_data_centre_is_known_by_its_file(string what, Dictionary<string, object> entry, bool isDataCentre)
    {
        folder.Put("network.mmdb", new MadeDatabase("Network").Add("200.160.2.0/24", entry)).Open();

        folder.Find(GeoFolder.Bundled).IsDataCentre.ShouldBe(isDataCentre, what);
        folder.Find(GeoFolder.Bundled).Place.ShouldBe(new Place("BR", null, null));
    }

    [Fact]
    public void No_address_makes_a_lookup_throw()
    {
        folder.Put("city.mmdb", MadeDatabase.City("198.45.1.0/24", "GB").Add("2000::/3", MadeDatabase.Entry("NO"))).Open();

        Gen.OneOf(Gen.Byte.Array[4], Gen.Byte.Array[16]).Sample(bytes => { folder.Database.Find(new IPAddress(bytes)); });
        folder.Database.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void No_content_of_a_file_makes_a_lookup_throw()
    {
        var whole = MadeDatabase.City("198.45.1.0/24", "GB", "England", "London").Add("2000::/3", MadeDatabase.Entry("NO")).ToBytes();

        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((at, one, alsoAt, other) =>
        {
            var bytes = whole.ToArray();
            (bytes[at], bytes[alsoAt]) = (one, other);
            using var damaged = new GeoFolder();
            damaged.Put("city.mmdb", bytes).Open();
            damaged.Find("198.45.1.1");
            damaged.Find("2a02::1");
            damaged.Look();
        }, iter: 1_000, threads: 1);
    }

    private static Dictionary<string, object> Traits(string name, object value) =>
        new() { ["traits"] = new Dictionary<string, object> { [name] = value } };
}
