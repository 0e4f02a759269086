using System.Text.Json;
using Tracking.Application.Reports;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Reports;

/// <summary>SQL with <c>{0}</c>, <c>{1}</c>, … where its parameters stand.</summary>
internal sealed record ReportStatement(string Text, IReadOnlyList<object> Parameters);

/// <summary>
/// The parts that the reports' SQL has in common: which events (<c>e</c>), sessions (<c>s</c>) and orders (<c>o</c>) are meant. Every
/// value is a parameter. One builder makes one statement.
/// </summary>
internal sealed class ReportSql
{
    /// <summary>The page views among events, as what to count.</summary>
    public const string PageView = "CASE WHEN e.Type = 'page_view' THEN 1 END";

    private readonly List<object> parameters = [];
    private readonly ReportScope scope;
    private readonly string site;
    private readonly string from;
    private readonly string to;
    private readonly string eventFilters;
    private readonly string sessionFilters;
    private readonly string orderSession;

    public ReportSql(TrackingContext db, ReportScope scope)
        : this(ReportDialect.Of(db), scope)
    {
    }

    public ReportSql(ReportDialect dialect, ReportScope scope)
    {
        Dialect = dialect;
        this.scope = scope;
        site = Add(scope.Site.Id);
        from = Add(scope.Range.FromMs);
        to = Add(scope.Range.ToMs);
        eventFilters = Filters(DimensionOf.Event, "e");
        sessionFilters = Filters(DimensionOf.Session, "s");
        SessionOfEvent = sessionFilters.Length == 0 ? string.Empty : "JOIN Sessions s ON s.Id = e.SessionId";
        orderSession = SessionOfEvent;
    }

    public ReportDialect Dialect { get; }

    /// <summary>The join that <see cref="EventsInRange"/> needs; empty where no filter is about sessions.</summary>
    public string SessionOfEvent { get; }

    /// <summary>The join that <see cref="OrdersInRange"/> needs.</summary>
    public string EventOfOrder => $"JOIN Events e ON e.Id = o.EventId {orderSession}";

    /// <summary>Events of the range, those that count in figures.</summary>
    public string EventsInRange => $"{EventsBetween(from, to)} AND e.SessionId IS NOT NULL";

    /// <summary>Events of the range, those too that count in none.</summary>
    public string AllEventsInRange => EventsBetween(from, to);

    /// <summary>Sessions that begin in the range; with a filter on events, those that have such an event in the range.</summary>
    public string SessionsInRange => SessionsBetween(from, to);

    /// <summary>Orders that were completed in the range.</summary>
    public string OrdersInRange => OrdersBetween(from, to);

    /// <summary>Events of each bucket <c>b</c>.</summary>
    public string EventsInBucket => $"{EventsBetween("b.StartMs", "b.EndMs")} AND e.SessionId IS NOT NULL";

    /// <summary>Sessions that begin in each bucket <c>b</c>.</summary>
    public string SessionsInBucket => SessionsBetween("b.StartMs", "b.EndMs");

    /// <summary>Orders that were completed in each bucket <c>b</c>.</summary>
    public string OrdersInBucket => OrdersBetween("b.StartMs", "b.EndMs");

    /// <summary>Whether a filter is about events.</summary>
    public bool FiltersEvents => eventFilters.Length > 0;

    /// <summary>The column of a dimension: the one of its name.</summary>
    public static string Column(Dimension dimension) =>
        $"{(dimension.Of == DimensionOf.Event ? 'e' : 's')}.{char.ToUpperInvariant(dimension.Name[0])}{dimension.Name[1..]}";

    /// <summary>Adds a parameter.</summary>
    /// <returns>What to write where it stands.</returns>
    public string Add(object value)
    {
        parameters.Add(value);
        return $"{{{parameters.Count - 1}}}";
    }

    /// <summary>Adds a common table <c>buckets</c> (Number, StartMs, EndMs), numbered from 0 in their order.</summary>
    public string AddBuckets(IEnumerable<ReportBucket> buckets)
    {
        var json = JsonSerializer.Serialize(buckets.Select((bucket, number) =>
            new { n = number, a = bucket.From.ToUnixTimeMilliseconds(), b = bucket.To.ToUnixTimeMilliseconds() }));
        return $"WITH buckets AS ({Dialect.Buckets(Add(json))})";
    }

    /// <summary>Whether a text is one of some, <c>null</c> among them.</summary>
    public string IsAnyOf(string column, IReadOnlyList<string?> values)
    {
        // Texts that are escaped by hand would not be parameters; as many parameters as there may be rows no server takes.
        var json = Add(JsonSerializer.Serialize(values.Where(value => value is not null)));
        var isOneOfThem = Dialect.IsAnyOf(column, json);
        return values.Contains(null) ? $"({column} IS NULL OR {isOneOfThem})" : isOneOfThem;
    }

    /// <summary>The finished statement.</summary>
    public ReportStatement Statement(string text) => new(text, parameters);

    private string EventsBetween(string start, string end) =>
        $"e.SiteId = {site} AND e.TimestampMs >= {start} AND e.TimestampMs < {end}{Bots("e")}{eventFilters}{sessionFilters}";

    private string SessionsBetween(string start, string end)
    {
        // IN reads the events once; Sqlite would answer EXISTS for each session anew, from the whole range.
        var having = FiltersEvents
            ? $" AND s.Id IN (SELECT e.SessionId FROM Events e WHERE {EventsOfSessions})"
            : string.Empty;
        return $"s.SiteId = {site} AND s.StartMs >= {start} AND s.StartMs < {end}{Bots("s")}{sessionFilters}{having}";
    }

    /// <summary>Events of the range of whatever sessions.</summary>
    public string EventsOfSessions => $"e.SiteId = {site} AND e.TimestampMs >= {from} AND e.TimestampMs < {to}{Bots("e")}{eventFilters}";

    private string OrdersBetween(string start, string end) =>
        $"o.SiteId = {site} AND o.IsRefund = 0 AND o.TimestampMs >= {start} AND o.TimestampMs < {end}{Bots("e")}{eventFilters}{sessionFilters}";

    private string Bots(string row) => scope.IncludeBots ? string.Empty : $" AND {row}.IsBot = 0";

    private string Filters(DimensionOf whose, string row) =>
        string.Concat(scope.Filters.Where(filter => filter.Dimension.Of == whose).Select(filter => $" AND {Condition(filter)}"));

    private string Condition(DimensionFilter filter)
    {
        var column = Column(filter.Dimension);
        return (filter.Operator, filter.Value) switch
        {
            (FilterOperator.Is, null) => $"{column} IS NULL",
            (FilterOperator.Is, var value) => Dialect.IsSame(column, Add(value)),
            (FilterOperator.IsNot, null) => $"{column} IS NOT NULL",
            (FilterOperator.IsNot, var value) => $"({column} IS NULL OR NOT {Dialect.IsSame(column, Add(value))})",
            (FilterOperator.Contains, { } value) => Dialect.Contains(column, Add(value)),
            _ => throw new ArgumentException($"{filter.Operator} needs a value", nameof(filter)),
        };
    }
}
