using MediatR;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Breakdowns;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Reports.Breakdowns;

internal sealed class GetBreakdownHandler(IDbContextFactory<TrackingContext> contexts) : IRequestHandler<GetBreakdown, BreakdownReport>
{
    public async Task<BreakdownReport> Handle(GetBreakdown request, CancellationToken cancellationToken)
    {
        var (scope, range) = (request.Scope, request.Scope.Range);
        await using var db = await contexts.CreateForReportsAsync(cancellationToken);
        var rows = await db.ReadAsync<ValueFigures>(Statement(db, request), cancellationToken);
        var first = rows.FirstOrDefault();
        // Past the last row there is none to tell how many there are.
        if (first is null && request.Offset > 0)
            first = (await db.ReadAsync<ValueFigures>(Statement(db, request with { Limit = 1, Offset = 0 }), cancellationToken)).FirstOrDefault();
        return new BreakdownReport(
            scope.Site.Name,
            range.FromTime,
            range.ToTime,
            range.Zone.Id,
            request.Dimension.Name,
            [.. rows.Select(row => row.ToRow())],
            first?.Total ?? 0,
            request.ComparePrevious ? await PreviousAsync(db, request, rows, cancellationToken) : null);
    }

    private static async Task<BreakdownRow[]> PreviousAsync(
        TrackingContext db, GetBreakdown request, List<ValueFigures> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return [];
        var before = request with { Scope = request.Scope with { Range = request.Scope.Range.Previous() }, Limit = rows.Count, Offset = 0 };
        var found = await db.ReadAsync<ValueFigures>(Statement(db, before, [.. rows.Select(row => row.Value)]), cancellationToken);
        return
        [
            .. rows.Select(row => found.Find(one => one.Value == row.Value)?.ToRow() ?? new BreakdownRow(row.Value, 0, 0, 0, 0)),
        ];
    }

    /// <param name="db">The store.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="values">The rows to look at; <c>null</c>: all.</param>
    private static ReportStatement Statement(TrackingContext db, GetBreakdown request, IReadOnlyList<string?>? values = null)
    {
        var sql = new ReportSql(db, request.Scope);
        var column = ReportSql.Column(request.Dimension);
        var only = values is null ? string.Empty : $"AND {sql.IsAnyOf(column, values)}";
        return request.Dimension.Of == DimensionOf.Event ? ByEvent(sql, column, only, request) : BySession(sql, column, only, request);
    }

    private static ReportStatement ByEvent(ReportSql sql, string column, string only, GetBreakdown request) => sql.Statement($"""
        SELECT {column} AS Value,
               {sql.Dialect.Count("DISTINCT e.VisitorKey")} AS Visitors,
               {sql.Dialect.Count("DISTINCT e.SessionId")} AS Sessions,
               {sql.Dialect.Count(ReportSql.PageView)} AS PageViews,
               {sql.Dialect.Count("*")} AS Events,
               {sql.Dialect.Count("*")} OVER () AS Total
        FROM Events e {sql.SessionOfEvent}
        WHERE {sql.EventsInRange} {only}
        GROUP BY {sql.Dialect.GroupKey(column)}
        ORDER BY Visitors DESC, {sql.Dialect.OrderKey(column)}
        {sql.Dialect.Page(sql.Add(request.Limit), sql.Add(request.Offset))}
        """);

    // A session that begins in the range may end after it: of its events those in the range count.
    private static ReportStatement BySession(ReportSql sql, string column, string only, GetBreakdown request) => sql.Statement($"""
        WITH counted AS (
            SELECT e.SessionId, {sql.Dialect.Count(ReportSql.PageView)} AS PageViews, {sql.Dialect.Count("*")} AS Events
            FROM Events e
            WHERE {sql.EventsOfSessions} AND e.SessionId IS NOT NULL
            GROUP BY e.SessionId)
        SELECT {column} AS Value,
               {sql.Dialect.Count("DISTINCT s.VisitorKey")} AS Visitors,
               {sql.Dialect.Count("*")} AS Sessions,
               COALESCE(SUM(c.PageViews), 0) AS PageViews,
               COALESCE(SUM(c.Events), 0) AS Events,
               {sql.Dialect.Count("*")} OVER () AS Total
        FROM Sessions s LEFT JOIN counted c ON c.SessionId = s.Id
        WHERE {sql.SessionsInRange} {only}
        GROUP BY {sql.Dialect.GroupKey(column)}
        ORDER BY Visitors DESC, {sql.Dialect.OrderKey(column)}
        {sql.Dialect.Page(sql.Add(request.Limit), sql.Add(request.Offset))}
        """);

    private sealed record ValueFigures(string? Value, long Visitors, long Sessions, long PageViews, long Events, long Total)
    {
        public BreakdownRow ToRow() => new(Value, Visitors, Sessions, PageViews, Events);
    }
}
