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
            [.. rows.Select(row => new BreakdownRow(row.Value, row.Visitors, row.Sessions, row.PageViews, row.Events))],
            first?.Total ?? 0);
    }

    private static ReportStatement Statement(TrackingContext db, GetBreakdown request)
    {
        var sql = new ReportSql(db, request.Scope);
        var column = ReportSql.Column(request.Dimension);
        return request.Dimension.Of == DimensionOf.Event ? ByEvent(sql, column, request) : BySession(sql, column, request);
    }

    private static ReportStatement ByEvent(ReportSql sql, string column, GetBreakdown request) => sql.Statement($"""
        SELECT {column} AS Value,
               {sql.Dialect.Count("DISTINCT e.VisitorKey")} AS Visitors,
               {sql.Dialect.Count("DISTINCT e.SessionId")} AS Sessions,
               {sql.Dialect.Count(ReportSql.PageView)} AS PageViews,
               {sql.Dialect.Count("*")} AS Events,
               {sql.Dialect.Count("*")} OVER () AS Total
        FROM Events e {sql.SessionOfEvent}
        WHERE {sql.EventsInRange}
        GROUP BY {sql.Dialect.GroupKey(column)}
        ORDER BY Visitors DESC, {sql.Dialect.OrderKey(column)}
        {sql.Dialect.Page(sql.Add(request.Limit), sql.Add(request.Offset))}
        """);

    // A session that begins in the range may end after it: of its events those in the range count.
    private static ReportStatement BySession(ReportSql sql, string column, GetBreakdown request) => sql.Statement($"""
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
        WHERE {sql.SessionsInRange}
        GROUP BY {sql.Dialect.GroupKey(column)}
        ORDER BY Visitors DESC, {sql.Dialect.OrderKey(column)}
        {sql.Dialect.Page(sql.Add(request.Limit), sql.Add(request.Offset))}
        """);

    private sealed record ValueFigures(string? Value, long Visitors, long Sessions, long PageViews, long Events, long Total);
}
