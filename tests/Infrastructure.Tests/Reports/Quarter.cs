using CsCheck;
using Tracking.Application.Reports;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;

namespace Tracking.Infrastructure.Tests.Reports;

/// <summary>A quarter of a site's visits around a change of its clock, how they arrive, and questions about them.</summary>
/// <param name="Events">What happened.</param>
/// <param name="Batches">What comes together, by number, in the order of arrival; a tenth of all comes twice.</param>
/// <param name="Again">Batches that a broker brings once more.</param>
/// <param name="Asked">The questions.</param>
internal sealed record Quarter(Happening[] Events, int[][] Batches, int[] Again, Asked[] Asked)
{
    private const int Days = 90;
    private const long DayMs = 86_400_000;

    private static readonly ReportInterval[] Intervals = Enum.GetValues<ReportInterval>();

    // More names than a few visits have, in two cases: visitors are told apart by theirs.
    private static readonly string[] Visitors = [.. Enumerable.Range(1, 20).SelectMany(number => new[] { $"v{number}", $"V{number}" })];

    public static readonly Gen<Quarter> Some =
        from occasion in Happenings.Occasion
        let starts = Gen.Long[occasion.AroundMs - (((Days / 2) + 1) * DayMs), occasion.AroundMs + (Days / 2 * DayMs)]
        from usual in Happenings.Visit(Gen.OneOf(Visitors), starts).List[50, 90]
        from rushed in Rush(starts).List[1, 2]
        let events = usual.Concat(rushed).SelectMany(visit => visit).Select(Numbered).ToArray()
        from twice in Gen.Int[0, events.Length - 1].Array[(events.Length + 9) / 10]
        from order in Gen.Shuffle(Enumerable.Range(0, events.Length).Concat(twice).ToArray())
        from size in Gen.Int[10, 60]
        let batches = order.Chunk(size).ToArray()
        from again in Gen.Int[0, batches.Length - 1].Array[(batches.Length + 7) / 8]
        from some in Happenings.QuestionsOf(
            occasion, events, Gen.Int[-(Days / 2) - 2, Days / 3], Gen.Int[1, Days], Happenings.Filter.List[2, 3]).Array[2]
        from choice in Gen.Int[0, 1_000]
        let whole = new Question(Happenings.RangeOf(occasion.Zone, occasion.AroundMs, -Days / 2, Days), IncludeBots: false, [], "click")
        let all = new[] { whole, whole with { IncludeBots = true } }.Concat(some).Select(one => new Asked(one, Intervals, Dimensions.All))
        select new Quarter(events, batches, again, [.. all, .. EachFilter(whole, choice)]);

    /// <summary>The batches as they are delivered, to each of some receivers.</summary>
    public IReadOnlyList<IReadOnlyList<EventBatch>> DeliveredTo(int receivers, Site site)
    {
        var events = Events.ToDictionary(one => one.Number, one => one.ToDomain(site.Id, site.Name));
        EventBatch[] batches =
        [
            .. Batches.Select(batch => new EventBatch(
                Guid.CreateVersion7(), [.. batch.Where(events.ContainsKey).Select(number => events[number])], [], [])),
        ];
        return
        [
            .. Enumerable.Range(0, receivers).Select(receiver => batches.Index()
                .Where(one => one.Index % receivers == receiver || (one.Index % receivers == (receiver + 1) % receivers && Again.Contains(one.Index)))
                .Select(one => one.Item).ToList()),
        ];
    }

    public override string ToString() => $"{Events.Length} events, {Batches.Length} batches, {Asked.Length} questions\n"
        + string.Join('\n', Events.OrderBy(one => one.Ms).Select(one => $"{one}"[..Math.Min(400, $"{one}".Length)]))
        + $"\n{string.Join('\n', Asked.Select(one => one.Question))}";

    // Some dozens of orders, each of several events here and there in the quarter.
    private static Happening Numbered(Happening one, int number) => one with { Number = number, OrderId = $"{one.OrderId}-{number % 15}" };

    /// <summary>About as many page views, and about as fast, as make a session a program's.</summary>
    private static Gen<IReadOnlyList<Happening>> Rush(Gen<long> starts) =>
        from startMs in starts
        from pageViews in Gen.Int[99, 103]
        from off in Gen.Int[-1, 1]
        from signals in Gen.OneOf(BotSignals.None, BotSignals.MissingHeaders, BotSignals.DataCentre)
        select (IReadOnlyList<Happening>)
        [
            .. Enumerable.Range(0, pageViews).Select(number => new Happening(
                0, "hasty", "page_view", startMs + (((pageViews * 500L) + off) * number / (pageViews - 1)), 0)
            {
                Place = ("shop.example", $"/{number % 3}"),
                Signals = number == 1 ? signals : BotSignals.None,
            }),
        ];

    // Of a single filter each report once, the breakdowns in turn.
    private static IEnumerable<Asked> EachFilter(Question whole, int choice) => Dimensions.All
        .SelectMany(dimension => Enum.GetValues<FilterOperator>().Select(comparison => (dimension, comparison)))
        .Select((one, number) => new Asked(
            whole with
            {
                IncludeBots = (choice + number) % 2 == 0,
                Filters = [Happenings.FilterBy(one.dimension, one.comparison, choice + number)],
            },
            [Intervals[number % Intervals.Length]],
            [Dimensions.All[(number + choice) % Dimensions.All.Count]]));
}

/// <summary>A question, asked of the overview and of these reports.</summary>
internal sealed record Asked(Question Question, IReadOnlyList<ReportInterval> Intervals, IReadOnlyList<Dimension> Breakdowns);
