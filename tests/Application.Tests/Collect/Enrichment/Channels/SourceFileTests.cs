using Tracking.Application.Collect.Enrichment.Channels;

namespace Tracking.Application.Tests.Collect.Enrichment.Channels;

public class SourceFileTests
{
    private static readonly string[] ByOrder = ["apps", "ads", "links"];

    [Fact]
    public void The_programs_own_is_read() => SourceFile.Read().Hosts.Count.ShouldBeGreaterThan(400);

    [Fact]
    public void A_network_is_one_source_whether_a_click_id_an_app_or_a_referrer_tells_of_it()
    {
        var file = SourceFile.Read();

        file.ClickIds.Values.Select(id => id.Origin.Source).Concat(file.Marks.Select(mark => mark.Source))
            .Where(source => file.Names.TryGetValue(source, out var known) && known.Source != source).ShouldBeEmpty();
    }

    [Fact]
    public void Sources_are_sorted_so_that_one_is_found_where_it_is_looked_for()
    {
        var sections = Text().Split("\n[").Skip(1).Where(section => !ByOrder.Contains(section[..section.IndexOf(']')])).ToList();

        sections.Count.ShouldBe(7);
        foreach (var section in sections)
        {
            var lines = section.Split('\n').Skip(1).Where(line => line.Length > 0 && line[0] != '#');
            string[] sources = [.. lines.Select(line => line.Split(':')[0])];
            sources.ShouldBe(sources.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_source_of_an_app_or_of_a_link_is_one_that_referrers_give()
    {
        var file = SourceFile.Read();
        var sources = new TrafficSources(file);

        file.Marks.Select(mark => mark.Source).Distinct().Where(source => sources.KindOf(source) == SourceKind.Other).ShouldBe(["google-app"]);
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("[nonsense]\nexample.com")]
    [InlineData("[social]\nexample.com: other.example, example.com")]
    [InlineData("[social]\nexample.com: name\n[video]\nother.example: name")]
    [InlineData("[social]\nexample.*\nexample.*")]
    [InlineData("[ads]\ngoogle: gclid")]
    [InlineData("[ads]\ngoogle / cpc: gclid\n[links]\na / b: GCLID")]
    [InlineData("[ads]\ngoogle / cpc: gclid\n[ids]\nGCLID")]
    [InlineData("[ids]\nGCLID\n[ads]\ngoogle / cpc: gclid")]
    [InlineData("[ids]\nef_id\nef_id")]
    public void A_line_that_is_wrong_or_there_twice_is_named(string text) =>
        Should.Throw<FormatException>(() => SourceFile.Read(new StringReader("\n" + text))).Message
            .ShouldContain($"line {text.Count(character => character == '\n') + 2}");

    private static string Text()
    {
        using var stream = typeof(SourceFile).Assembly.GetManifestResourceStream(typeof(SourceFile), "sources.txt")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
