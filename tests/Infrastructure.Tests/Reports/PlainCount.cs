using NodaTime;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Breakdowns;
using Tracking.Application.Reports.Overview;
using Tracking.Domain.Collect;

namespace Tracking.Infrastructure.Tests.Reports;

/// <summary>
/// The figures as HTTP contract v1, "What the figures mean", defines them, counted over a list: the events sorted by time, and each
/// visitor's cut where 30 minutes pass.
/// </summary>
internal sealed class PlainCount
{
    private const long HalfAnHourMs = 30 * 60 * 1_000;

    private readonly Question question;
    private readonly IReadOnlyList<Happening> events;
    private readonly List<Happening> all;
    private readonly List<Visit> visits;
    private readonly Dictionary<int, Visit> visitOf;

    public PlainCount(IReadOnlyList<Happening> events, Question question)
    {
        this.question = question;
        this.events = events;
        all = [.. events.OrderBy(one => one.Ms).ThenBy(one => one.Sequence).ThenBy(one => one.Key)];
        visits = [.. all.Where(one => one.Type != "identify").GroupBy(one => one.Visitor).SelectMany(VisitsOf)];
        visitOf = visits.SelectMany(visit => visit.Events.Select(one => (one.Number, visit))).ToDictionary(pair => pair.Number, pair => pair.visit);
    }

    /// <summary>The same question about the range before.</summary>
    public PlainCount Before() => new(events, question with { Range = question.Range.Previous() });

    private IEnumerable<Happening> Counted => all.Where(one =>
        one.Type != "identify" && InRange(one.Ms) && IsKept(one) && SessionFilters(visitOf[one.Number]));

    private IEnumerable<Visit> Begun => visits.Where(visit =>
        InRange(visit.First.Ms)
        && (question.IncludeBots || !visit.IsBot)
        && SessionFilters(visit)
        && (!FiltersOf(DimensionOf.Event).Any() || visit.Events.Any(one => InRange(one.Ms) && IsKept(one))));

    private IEnumerable<Happening> Orders => all
        .Where(one => one is { Type: "transaction", IsRefund: false })
        .GroupBy(one => one.OrderId)
        .Select(order => order.First())
        .Where(one => InRange(one.Ms) && IsKept(one) && SessionFilters(visitOf[one.Number]));

    public OverviewMetrics Overview()
    {
        var begun = Begun.ToList();
        return new OverviewMetrics(
            Counted.Select(one => one.Visitor).Distinct().Count(),
            begun.Count,
            Counted.Count(IsPageView),
            Counted.Count(),
            begun.Count == 0 ? null : begun.Count(visit => visit.IsBounce) / (double)begun.Count,
            begun.Count == 0 ? null : begun.Average(visit => (visit.Last.Ms - visit.First.Ms) / 1_000.0),
            Orders.Count(),
            [.. Orders.GroupBy(one => one.Currency).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Revenue(group.Key, group.Sum(one => one.Value)))]);
    }

    /// <summary>Figures by what the zone's clock shows at the beginning of an interval, of every interval that the range touches.</summary>
    public Dictionary<string, (long Visitors, long Sessions, long PageViews, long Events, long Transactions)> Timeseries(ReportInterval interval)
    {
        const long quarterMs = 15 * 60 * 1_000;
        var keys = new List<string>();
        for (var ms = question.Range.FromMs; ms < question.Range.ToMs; ms += quarterMs - (ms % quarterMs))
            keys.Add(KeyOf(interval, ms));
        var events = Counted.ToLookup(one => KeyOf(interval, one.Ms));
        var begun = Begun.ToLookup(visit => KeyOf(interval, visit.First.Ms));
        var orders = Orders.ToLookup(one => KeyOf(interval, one.Ms));
        return keys.Distinct().ToDictionary(key => key, key => (
            (long)events[key].Select(one => one.Visitor).Distinct().Count(),
            (long)begun[key].Count(),
            (long)events[key].Count(IsPageView),
            (long)events[key].Count(),
            (long)orders[key].Count()));
    }

    /// <summary>Names the zone's hour (with its offset, since one may come twice), day, week or month in which a moment lies.</summary>
    public string KeyOf(ReportInterval interval, long ms)
    {
        var local = Instant.FromUnixTimeMilliseconds(ms).InZone(question.Range.Zone);
        return interval switch
        {
            ReportInterval.Hour => $"{local.Date:uuuu-MM-dd} {local.Hour:00} {local.Offset}",
            ReportInterval.Day => $"{local.Date:uuuu-MM-dd}",
            ReportInterval.Week => $"{local.Date.Next(IsoDayOfWeek.Monday).PlusWeeks(-1):uuuu-MM-dd}",
            _ => $"{local.Date:uuuu-MM}",
        };
    }

    public List<BreakdownRow> Breakdown(Dimension dimension)
    {
        var rows = dimension.Of == DimensionOf.Event
            ? Counted.GroupBy(one => ValueOf(one, dimension) ?? NoValue).Select(group => new BreakdownRow(
                group.Key,
                group.Select(one => one.Visitor).Distinct().Count(),
                group.Select(one => visitOf[one.Number]).Distinct().Count(),
                group.Count(IsPageView),
                group.Count()))
            : Begun.GroupBy(visit => ValueOf(visit, dimension) ?? NoValue).Select(group =>
            {
                var events = group.SelectMany(visit => visit.Events).Where(one => InRange(one.Ms) && IsKept(one)).ToList();
                return new BreakdownRow(
                    group.Key,
                    group.Select(visit => visit.First.Visitor).Distinct().Count(),
                    group.Count(),
                    events.Count(IsPageView),
                    events.Count);
            });
        return [.. rows.Select(row => row.Value == NoValue ? row with { Value = null } : row)
            .OrderByDescending(row => row.Visitors).ThenBy(row => row.Value, StringComparer.Ordinal)];
    }

    /// <summary>The messageIds of the events themselves, newest first; of one time in any order.</summary>
    public List<(long Ms, string MessageId)> Events(string? type) =>
    [
        .. all.Where(one => InRange(one.Ms) && IsKept(one) && (type is null || one.Type == type))
            .Where(one => visitOf.TryGetValue(one.Number, out var visit) ? SessionFilters(visit) : !FiltersOf(DimensionOf.Session).Any())
            .OrderByDescending(one => one.Ms).Select(one => (one.Ms, $"m{one.Number}")),
    ];

    private const string NoValue = "\uFFFF no value";

    // A visit is a program's as a whole; what belongs to none is judged by itself.
    private bool IsBot(Happening one) => visitOf.TryGetValue(one.Number, out var visit) ? visit.IsBot : new Visit([one]).IsBot;

    private static bool IsPageView(Happening one) => one.Type == "page_view";

    private static IEnumerable<Visit> VisitsOf(IEnumerable<Happening> visitor)
    {
        var visit = new List<Happening>();
        foreach (var one in visitor)
        {
            if (visit.Count > 0 && one.Ms - visit[^1].Ms >= HalfAnHourMs)
            {
                yield return new Visit(visit);
                visit = [];
            }

            visit.Add(one);
        }

        yield return new Visit(visit);
    }

    private static string? ValueOf(Happening one, Dimension dimension) => dimension.Name switch
    {
        "page" => one.Page,
        "title" => one.ShownTitle,
        "hostname" => one.Hostname,
        "event" => one.Event,
        _ => throw new ArgumentException(dimension.Name),
    };

    private static string? ValueOf(Visit visit, Dimension dimension) => dimension.Name switch
    {
        "entryPage" => visit.First.Page,
        "exitPage" => visit.Events.LastOrDefault(IsPageView)?.Page,
        "referrer" => visit.First.Traffic?.Referrer,
        "channel" => visit.First.Traffic?.Channel,
        "source" => visit.First.Traffic?.Source,
        "medium" => visit.First.Traffic?.Medium,
        "campaign" => visit.First.Traffic?.Campaign,
        "term" => visit.First.Traffic?.Term,
        "content" => visit.First.Traffic?.Content,
        "country" => visit.First.From?.Country,
        "region" => visit.First.From?.Region,
        "city" => visit.First.From?.City,
        "language" => visit.First.Language,
        "device" => visit.First.Device?.Type,
        "browser" => visit.First.Device?.Browser,
        "os" => visit.First.Device?.Os,
        _ => throw new ArgumentException(dimension.Name),
    };

    private static bool Holds(DimensionFilter filter, string? value) => filter.Operator switch
    {
        FilterOperator.Is => value == filter.Value,
        FilterOperator.IsNot => value != filter.Value,
        _ => value is not null && value.Contains(filter.Value!, StringComparison.OrdinalIgnoreCase),
    };

    private bool InRange(long ms) => ms >= question.Range.FromMs && ms < question.Range.ToMs;

    private bool IsKept(Happening one) =>
        (question.IncludeBots || !IsBot(one)) && FiltersOf(DimensionOf.Event).All(filter => Holds(filter, ValueOf(one, filter.Dimension)));

    private bool SessionFilters(Visit visit) =>
        FiltersOf(DimensionOf.Session).All(filter => Holds(filter, ValueOf(visit, filter.Dimension)));

    private IEnumerable<DimensionFilter> FiltersOf(DimensionOf whose) => question.Filters.Where(filter => filter.Dimension.Of == whose);

    /// <summary>A session.</summary>
    internal sealed class Visit(List<Happening> events)
    {
        public IReadOnlyList<Happening> Events => events;

        public Happening First => events[0];

        public Happening Last => events[^1];

        /// <summary>One strong signal, or a data centre and another weak one.</summary>
        public bool IsBot => Any(BotSignals.Crawler) || Any(BotSignals.Headless)
            || (Any(BotSignals.DataCentre) && (Any(BotSignals.MissingHeaders) || IsFast));

        private bool IsFast =>
            events.Count(IsPageView) >= 100 && (Last.Ms - First.Ms) / 1_000.0 / events.Count(IsPageView) <= 0.5;

        private bool Any(BotSignals signal) => events.Exists(one => one.Signals.HasFlag(signal));

        public bool IsBounce =>
            events.Count(IsPageView) == 1
            && !events.Exists(one => one.Type is "click" or "form_input" or "form_submit" or "transaction" or "custom");
    }
}
