using System.Globalization;

namespace Tracking.Reliability.Tests.Figures;

/// <summary>HTTP contract v1, "What the figures mean", over a list of events and for all of a range, bots included.</summary>
internal sealed class PlainFigures
{
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(30);

    private readonly List<SentEvent> counted;
    private readonly List<List<SentEvent>> sessions = [];
    private readonly List<SentEvent> orders;

    public PlainFigures(IEnumerable<SentEvent> events, DateTimeOffset from, DateTimeOffset to)
    {
        bool InRange(SentEvent one) => one.At >= from && one.At < to;
        var all = events.Where(one => one.Type != "identify").OrderBy(one => one.At).ToList();
        foreach (var visitor in all.GroupBy(one => one.Visitor))
        {
            List<SentEvent>? session = null;
            foreach (var one in visitor)
            {
                if (session is null || one.At - session[^1].At >= Gap)
                    sessions.Add(session = []);
                session.Add(one);
            }
        }

        SessionOf = sessions.SelectMany(session => session.Select(one => (one, session))).ToDictionary(pair => pair.one, pair => pair.session);
        sessions.RemoveAll(session => !InRange(session[0]));
        counted = all.FindAll(InRange);
        orders = all.Where(one => one is { Type: "transaction", IsRefund: false }).GroupBy(one => one.OrderId)
            .Select(order => order.First()).Where(InRange).ToList();
    }

    private Dictionary<SentEvent, List<SentEvent>> SessionOf { get; }

    /// <summary>Overview's metrics but revenue.</summary>
    public IReadOnlyDictionary<string, double> Overview => new Dictionary<string, double>
    {
        ["visitors"] = VisitorsOf(counted),
        ["sessions"] = sessions.Count,
        ["pageViews"] = PageViewsOf(counted),
        ["events"] = counted.Count,
        ["bounceRate"] = sessions.Count(IsBounce) / (double)sessions.Count,
        ["averageSessionSeconds"] = sessions.Average(session => (session[^1].At - session[0].At).TotalSeconds),
        ["transactions"] = orders.Count,
    };

    public IReadOnlyDictionary<string, decimal> Revenue =>
        orders.GroupBy(one => one.Currency).ToDictionary(group => group.Key, group => group.Sum(one => one.Value));

    /// <summary>Visitors, sessions, page views, events and transactions of a day at that offset from UTC.</summary>
    public string OfDay(DateOnly day, TimeSpan offset)
    {
        bool IsOfDay(SentEvent one) => DateOnly.FromDateTime(one.At.ToOffset(offset).DateTime) == day;
        var events = counted.FindAll(IsOfDay);
        return Line(
            day.ToString("O", CultureInfo.InvariantCulture), VisitorsOf(events), sessions.Count(session => IsOfDay(session[0])), PageViewsOf(events),
            events.Count, orders.Count(IsOfDay));
    }

    /// <summary>Value, visitors, sessions, page views and events; in any order.</summary>
    public IEnumerable<string> Breakdown(string dimension) => dimension == "entryPage"
        ? sessions.GroupBy(session => PageOf(session[0])).Select(group =>
        {
            var events = group.SelectMany(session => session).Intersect(counted).ToList();
            return Line(group.Key, group.Select(session => session[0].Visitor).Distinct().Count(), group.Count(), PageViewsOf(events), events.Count);
        })
        : counted.GroupBy(one => dimension == "page" ? PageOf(one) : one.Type == "custom" ? one.Name : one.Type).Select(group => Line(
            group.Key, VisitorsOf(group), group.Select(one => SessionOf[one]).Distinct().Count(), PageViewsOf(group), group.Count()));

    /// <summary>Figures of one row.</summary>
    public static string Line(string value, params IEnumerable<int> figures) => $"{value}: {string.Join(' ', figures)}";

    private static string PageOf(SentEvent one) => Uri.UnescapeDataString(one.Path);

    private static bool IsBounce(List<SentEvent> session) =>
        PageViewsOf(session) == 1 && !session.Exists(one => one.Type is "click" or "form_submit" or "transaction" or "custom");

    private static int VisitorsOf(IEnumerable<SentEvent> events) => events.Select(one => one.Visitor).Distinct().Count();

    private static int PageViewsOf(IEnumerable<SentEvent> events) => events.Count(one => one.Type == "page_view");
}
