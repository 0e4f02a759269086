using System.Net;
using Tracking.Domain.Collect;

namespace Tracking.Infrastructure.Tests.Enrichment.Geo;

/// <summary>Files come, change, break and go while the process runs.</summary>
public sealed class GeoChangeTests : IDisposable
{
    private const string Address = "198.45.1.7";
    private static readonly Place Old = new("GB", "England", "London");
    private static readonly Place New = new("IE", "Leinster", "Dublin");

    private readonly GeoFolder folder = new();

    private Place? Found => folder.Find(Address).Place;

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, byte[]> Broken
    {
        get
        {
            var whole = City(New).ToBytes();
            return new()
            {
                { "is not a whole MaxMind DB file", [] },
                { "is not a whole MaxMind DB file", whole[..^1] },
                { "is not a whole MaxMind DB file", whole[..(whole.Length / 2)] },
                { "is not a whole MaxMind DB file", [.. "<html>404</html>"u8] },
                { "has none of the fields that are known (it calls itself 'Birds')", Birds(("wings", 2u)) },
                { "is damaged, or of a layout that is not known (it calls itself 'Birds')", Birds(("country", "Ireland")) },
                { "is damaged, or of a layout that is not known (it calls itself 'GeoLite2-City')", WithoutTree(whole) },
            };
        }
    }

    [Fact]
    public void A_new_file_answers_once_it_is_seen_unchanged()
    {
        folder.Put("city.mmdb", City(Old)).Open("city.mmdb");
        folder.Put("city.mmdb", City(New));

        folder.Database.Refresh();
        Found.ShouldBe(Old);
        folder.Database.Refresh();

        Found.ShouldBe(New);
        folder.Log.ShouldBe(
        [
            "Information: The geo file city.mmdb (GeoLite2-City, built 2026-11-01T00:00:00.0000000+00:00) answers.",
            "Information: The geo file city.mmdb (GeoLite2-City, built 2026-11-01T00:00:00.0000000+00:00) answers.",
        ]);
    }

    [Fact]
    public void A_file_that_grows_is_left_alone_until_it_is_whole()
    {
        folder.Put("city.mmdb", City(Old)).Open("city.mmdb");
        var whole = City(New).ToBytes();

        for (var length = 0; length < whole.Length; length += 50)
        {
            File.WriteAllBytes(folder.PathOf("city.mmdb"), whole[..length]);
            folder.Database.Refresh();
            Found.ShouldBe(Old);
        }

        folder.Database.Problems.ShouldBeEmpty();
        File.WriteAllBytes(folder.PathOf("city.mmdb"), whole);
        folder.Look();
        Found.ShouldBe(New);
    }

    [Theory, MemberData(nameof(Broken))]
    public void A_broken_file_changes_nothing_and_is_told_once(string problem, byte[] content)
    {
        folder.Put("city.mmdb", City(Old)).Open("city.mmdb");
        folder.Log.Clear();

        folder.Put("city.mmdb", content);
        for (var looks = 0; looks < 10; looks++)
            folder.Look();

        Found.ShouldBe(Old);
        folder.Database.Problems.ShouldBe([$"city.mmdb {problem}; what was last read of it goes on answering"]);
        folder.Log.ShouldBe([$"Warning: Geo data: city.mmdb {problem}; what was last read of it goes on answering. Geo__DatabasePath is {folder.PathOf("city.mmdb")}"]);

        folder.Put("city.mmdb", City(New)).Look();
        Found.ShouldBe(New);
        folder.Database.Problems.ShouldBeEmpty();
        folder.Log[^1].ShouldBe("Information: Geo data: all is well again.");
    }

    [Theory, MemberData(nameof(Broken))]
    public void A_file_that_is_broken_at_the_start_leaves_the_bundled_one(string problem, byte[] content)
    {
        folder.Put("city.mmdb", content).Open("city.mmdb");

        folder.Find(GeoFolder.Bundled).Place.ShouldBe(new Place("BR", null, null));
        folder.Database.Problems.ShouldBe([$"city.mmdb {problem}"]);

        folder.Put("city.mmdb", City(New)).Look();
        Found.ShouldBe(New);
        folder.Database.Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("city.mmdb", "There is nothing where Geo__DatabasePath points to")]
    [InlineData("deep/down", "There is nothing where Geo__DatabasePath points to")]
    [InlineData(null, "The folder that Geo__DatabasePath names has no .mmdb file")]
    public void What_is_not_there_yet_may_come(string? name, string problem)
    {
        folder.Open(name);
        folder.Database.Problems.ShouldBe([problem]);
        folder.Find(GeoFolder.Bundled).Place.ShouldBe(new Place("BR", null, null));

        Directory.CreateDirectory(folder.PathOf("deep"));
        folder.Put(name ?? "city.mmdb", City(New)).Look();

        Found.ShouldBe(New);
        folder.Database.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_has_vanished_goes_on_answering_and_that_is_told()
    {
        folder.Put("city.mmdb", City(Old)).Open("city.mmdb");

        File.Delete(folder.PathOf("city.mmdb"));
        folder.Look();
        Found.ShouldBe(Old);
        folder.Database.Problems.ShouldBe(
            ["There is nothing where Geo__DatabasePath points to", "city.mmdb is gone; what was last read of it goes on answering"]);

        folder.Put("city.mmdb", City(New)).Look();
        Found.ShouldBe(New);
        folder.Database.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void What_a_link_leads_to_is_watched()
    {
        folder.Put("1.data", City(Old)).Put("2.data", City(New));
        Directory.CreateSymbolicLink(folder.PathOf("current"), folder.Path);
        File.CreateSymbolicLink(folder.PathOf("city.mmdb"), Path.Combine("current", "1.data"));
        folder.Open("city.mmdb");
        Found.ShouldBe(Old);

        File.Move(folder.PathOf("2.data"), folder.PathOf("1.data"), overwrite: true);
        folder.Look();
        Found.ShouldBe(New);

        File.Delete(folder.PathOf("1.data"));
        folder.Look();
        Found.ShouldBe(New);
        folder.Database.Problems.ShouldContain("city.mmdb is gone; what was last read of it goes on answering");
    }

    [Fact]
    public void A_folder_that_has_vanished_goes_on_answering()
    {
        folder.Put("city.mmdb", City(Old)).Open();

        Directory.Delete(folder.Path, recursive: true);
        folder.Look();

        Found.ShouldBe(Old);
        folder.Database.Problems.Count.ShouldBe(2);
    }

    [Fact]
    public void In_a_folder_a_file_takes_the_place_of_one_of_its_kind_that_has_gone()
    {
        folder.Put("city-1.mmdb", City(Old)).Put("asn.mmdb", new MadeDatabase("ASN").Add("198.45.0.0/16", new Dictionary<string, object> { ["autonomous_system_number"] = 14061u }))
            .Open();
        var old = folder.Database.Files.Single(file => file.Name == "city-1.mmdb");

        File.Delete(folder.PathOf("city-1.mmdb"));
        folder.Look();
        Found.ShouldBe(Old);
        folder.Database.Problems.ShouldBe(["city-1.mmdb is gone; what was last read of it goes on answering"]);

        folder.Put("city-2.mmdb", City(New)).Look();
        folder.Look();
        Found.ShouldBe(New);
        folder.Find(Address).IsDataCentre.ShouldBeTrue();
        folder.Database.Problems.ShouldBeEmpty();
        folder.Database.Files.Select(file => file.Name).ShouldBe(["asn.mmdb", "city-2.mmdb"], ignoreOrder: true);
        old.IsReleased.ShouldBeTrue();
    }

    [Fact]
    public void One_broken_file_of_a_folder_leaves_the_others_alone()
    {
        folder.Put("city.mmdb", City(Old)).Put("torn.mmdb", City(New).ToBytes()[..100]).Open();

        Found.ShouldBe(Old);
        folder.Database.Problems.ShouldBe(["torn.mmdb is not a whole MaxMind DB file"]);

        File.Delete(folder.PathOf("torn.mmdb"));
        folder.Look();
        folder.Database.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_turns_out_to_be_damaged_is_told()
    {
        // So many that not all of them are looked at beforehand.
        var healthy = City(Old);
        for (var index = 0; index < 12_000; index++)
            healthy.Add($"1.{index / 250}.{index % 250}.0/24", MadeDatabase.Entry("AU"));
        folder.Put("city.mmdb", healthy.Add("223.1.1.0/24", "no map")).Open();

        folder.Find("223.1.1.1").ShouldBe(default);
        folder.Look();

        Found.ShouldBe(Old);
        folder.Database.Problems.ShouldBe(["city.mmdb is damaged: some of its entries cannot be read; what was last read of it goes on answering"]);
    }

    [Fact]
    public async Task Lookups_run_while_files_are_swapped_and_each_memory_is_given_back()
    {
        folder.Put("city.mmdb", City(Old)).Open("city.mmdb");
        using var stop = new CancellationTokenSource();
        var lookups = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var seen = new HashSet<Place?>();
            while (!stop.IsCancellationRequested)
                seen.Add(folder.Database.Find(IPAddress.Parse(Address)).Place);
            return seen;
        })).ToArray();

        var files = new List<Infrastructure.Enrichment.Geo.GeoFile>(folder.Database.Files);
        for (var swap = 0; swap < 200; swap++)
        {
            folder.Put("city.mmdb", City(swap % 2 == 0 ? New : Old)).Look();
            files.AddRange(folder.Database.Files);
        }

        await stop.CancelAsync();
        foreach (var seen in await Task.WhenAll(lookups))
            seen.ShouldBeSubsetOf([Old, New]);
        files.Distinct().Count().ShouldBe(201);
        files.Distinct().Count(file => !file.IsReleased).ShouldBe(1);
    }

    private static MadeDatabase City(Place place) => MadeDatabase.City("198.45.1.0/24", place.Country!, place.Region, place.City);

    private static byte[] Birds((string Name, object Value) field) =>
        new MadeDatabase("Birds").Add("198.45.1.0/24", new Dictionary<string, object> { [field.Name] = field.Value }).ToBytes();

    /// <summary>As a download that reserves its place leaves it: the end is there, the beginning is not yet.</summary>
    private static byte[] WithoutTree(byte[] whole)
    {
        var torn = whole.ToArray();
        Array.Clear(torn, 0, torn.Length / 3);
        return torn;
    }
}
