using System.Text;
using CsCheck;
using Tracking.Application.Import;

namespace Tracking.Application.Tests.Import;

public class LineMessageIdsTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("a key of this installation alone");

    [Fact]
    public void Equal_lines_get_different_ids() => Ids("a", "b", "a", "a").Distinct().Count().ShouldBe(4);

    [Fact]
    public void The_same_file_gives_the_same_ids_again() => Ids("a", "b", "a").ShouldBe(Ids("a", "b", "a"));

    [Fact]
    public void A_file_that_has_grown_keeps_the_ids_it_had() => Ids("a", "b", "a", "c")[..3].ShouldBe(Ids("a", "b", "a"));

    [Fact]
    public void The_order_of_other_lines_does_not_matter() => Ids("b", "a", "a").ShouldBe(Ids("a", "b", "a"), ignoreOrder: true);

    [Fact]
    public void Another_key_gives_other_ids() =>
        Ids("a").ShouldNotBe([new LineMessageIds(Encoding.ASCII.GetBytes("another installation's key, 32 B")).Next("a"u8)]);

    [Fact]
    public void An_id_is_within_what_the_contract_allows() => Ids("a").Single().ShouldMatch("^log-[0-9a-f]{32}$");

    [Fact]
    public void A_short_key_is_refused() => Should.Throw<ArgumentException>(() => new LineMessageIds(new byte[15]));

    [Fact]
    public void However_a_log_is_cut_into_runs_a_line_counts_as_often_as_in_the_run_that_has_most_of_it() =>
        Gen.Select(Gen.Char["abc"].Array[0, 30], Gen.Int[0, 30], Gen.Int[0, 30]).Sample((lines, from, to) =>
        {
            string[] all = [.. lines.Select(line => line.ToString())];
            string[] head = [.. all.Take(to)];
            string[] tail = [.. all.Skip(from)];

            var stored = Ids(head).Concat(Ids(tail)).Concat(Ids(tail)).Distinct().Count();

            stored.ShouldBe(all.Distinct().Sum(line => Math.Max(head.Count(line.Equals), tail.Count(line.Equals))));
        });

    [Theory]
    [InlineData(2, 4)]     // a b c a: the repetition is among the last two generations
    [InlineData(1, 3)]     // forgotten by then: taken for the first once more
    public void Repetitions_are_told_as_far_back_as_lines_are_remembered(int remembered, int distinct)
    {
        var ids = new LineMessageIds(Key, remembered);

        "abca".Select(line => ids.Next([(byte)line])).Distinct().Count().ShouldBe(distinct);
    }

    [Fact]
    public void A_line_that_keeps_coming_is_never_forgotten()
    {
        var ids = new LineMessageIds(Key, remembered: 2);

        var seen = Enumerable.Range(0, 50).Select(number => { ids.Next([(byte)number]); return ids.Next("a"u8); });

        seen.Distinct().Count().ShouldBe(50);
    }

    private static string[] Ids(params string[] lines)
    {
        var ids = new LineMessageIds(Key);
        return [.. lines.Select(line => ids.Next(Encoding.ASCII.GetBytes(line)))];
    }
}
