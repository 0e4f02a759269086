using CsCheck;
using Tracking.Application.Collect.Enrichment.Patterns;

namespace Tracking.Application.Tests.Collect.Enrichment.Patterns;

public class RequiredLiteralsTests
{
    [Theory]
    [InlineData("Firefox", "Firefox")]
    [InlineData(@"(Firefox)/(\d+)\.(\d+)", "Firefox/ and .")]
    [InlineData(@"^a\.b$", "a.b")]
    [InlineData(@"\bEdge\b", "Edge")]
    [InlineData("(PEDI)_(PLUS) Build", "PEDI_PLUS Build")]
    [InlineData("Chrome|Chromium", "Chrome or Chromium")]
    [InlineData("(?:Mobile|Tablet); x", "Mobile; x or Tablet; x")]
    [InlineData("[MS]?IE", "IE or MIE or SIE")]
    [InlineData("[Bb]ot", "Bot or bot")]
    [InlineData("wget2?", "wget or wget2")]
    [InlineData("ab+c", "a and b and c")]
    [InlineData("(?:ab){2}", "ab")]
    [InlineData("ab{1}c", "abc")]
    [InlineData("a(?:bc|)d", "abcd or ad")]
    [InlineData("(?:one .{1,9}two|three)", "one  or three and two or three")]
    [InlineData("Web.{0,200}OS", "Web and OS")]
    [InlineData(@"a[^;\)]*bc", "bc and a")]
    public void They_are_what_no_match_can_do_without(string pattern, string needed) => Words(pattern).ShouldBe(Sorted(needed.Split(" and ")));

    [Theory]
    [InlineData("")]
    [InlineData(".*")]
    [InlineData("a?")]
    [InlineData("a*")]
    [InlineData("(?:abc)*")]
    [InlineData("(?:abc){0,3}")]
    [InlineData("abc|")]
    [InlineData("abc|.")]
    [InlineData(@"\d+")]
    [InlineData("[a-z]")]
    [InlineData("[^a]")]
    [InlineData(@"[\w.]")]
    public void Where_there_are_none_nothing_is_needed(string pattern) => Words(pattern).ShouldBeEmpty();

    [Theory]
    [InlineData("(?i)abc")]
    [InlineData("(?=abc)")]
    [InlineData("(?!abc)x")]
    [InlineData("(?<name>abc)")]
    [InlineData(@"(abc)\1")]
    [InlineData(@"abc\x41")]
    [InlineData(@"abc\p{L}")]
    [InlineData("[a-z-[aeiou]]abc")]
    [InlineData("abc{x}")]
    [InlineData("abc(")]
    [InlineData("abc)")]
    [InlineData("abc[")]
    [InlineData(@"abc\")]
    [InlineData("*abc")]
    public void Of_a_pattern_that_is_not_understood_nothing_is_needed(string pattern) => Words(pattern).ShouldBeEmpty();

    [Fact]
    public void Deep_nesting_is_not_understood() => Words(new string('(', 5_000) + "abc" + new string(')', 5_000)).ShouldBeEmpty();

    [Fact]
    public void Whatever_matches_a_pattern_holds_what_it_needs()
    {
        var matched = 0;
        Gen.Select(Patterns(2), Gen.Bool).Sample(
            (one, ignoresCase) =>
            {
                var text = ignoresCase ? one.Match.ToUpperInvariant() : one.Match;
                if (new SafePattern(one.Pattern, ignoresCase, TimeSpan.FromMinutes(1)).Find(text) is null)
                    return;
                Interlocked.Increment(ref matched);
                var table = new LiteralTable();
                var groups = table.Add(RequiredLiterals.Of(one.Pattern), ignoresCase);
                var held = new HeldLiterals(table, text);
                groups.ShouldAllBe(group => held.HoldsOneOf(group), $"{one.Pattern} needs {string.Join(" and ", Words(one.Pattern))} of {text}");
            },
            iter: 10_000);
        matched.ShouldBeGreaterThan(9_000);
    }

    /// <summary>A pattern, and a text that it matches.</summary>
    private static Gen<(string Pattern, string Match)> Patterns(int depth)
    {
        var letters = Gen.Char["abAB "].Select(letter => ($"{letter}", $"{letter}"));
        var ones = Gen.OneOf((".", "x"), (@"\d", "7"), ("[a-c]", "b"), ("[Ab]", "A"), ("[^a]", "z"), (@"\.", "."), (@"[\].]", "]"));
        if (depth == 0)
            return Gen.Frequency((4, letters), (1, ones));

        var inner = Patterns(depth - 1);
        var rows = inner.Array[0, 3].Select(parts => (string.Concat(parts.Select(part => part.Pattern)), string.Concat(parts.Select(part => part.Match))));
        var groups = Gen.Select(rows, rows, Gen.Bool, Gen.OneOf("(", "(?:")).Select(
            (left, right, isLeft, open) => ($"{open}{left.Item1}|{right.Item1})", isLeft ? left.Item2 : right.Item2));
        var repeated = Gen.Select(
            Gen.OneOf(groups, rows.Select(row => ($"({row.Item1})", row.Item2))),
            Gen.OneOf(("?", 0), ("?", 1), ("*", 0), ("*", 2), ("+", 1), ("+", 2), ("{0,2}", 0), ("{1}", 1), ("{2}", 2), ("{2,}", 3), ("{1,3}?", 2)))
            .Select((one, times) => (one.Item1 + times.Item1, string.Concat(Enumerable.Repeat(one.Item2, times.Item2))));
        return Gen.Frequency((3, rows), (3, groups), (2, repeated));
    }

    private static string[] Words(string pattern) => Sorted(RequiredLiterals.Of(pattern).Select(group => string.Join(" or ", group)));

    private static string[] Sorted(IEnumerable<string> groups) => [.. groups.Order(StringComparer.Ordinal)];
}
