using MediatR;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Overview;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Reports.Overview;

internal sealed class GetOverviewHandler(IDbContextFactory<TrackingContext> contexts) : IRequestHandler<GetOverview, OverviewReport>
{
    private const decimal MicrosPerUnit = 1_000_000m;

    public async Task<OverviewReport> Handle(GetOverview request, CancellationToken cancellationToken)
    {
        var (scope, range) = (request.Scope, request.Scope.Range);
        await using var db = await contexts.CreateForReportsAsync(cancellationToken);
        var metrics = await MetricsAsync(db, scope, cancellationToken);
        var previous = request.ComparePrevious
            ? await MetricsAsync(db, scope with { Range = range.Previous() }, cancellationToken)
            : null;
        return new OverviewReport(scope.Site.Name, range.FromTime, range.ToTime, range.Zone.Id, metrics, previous);
    }

    private static async Task<OverviewMetrics> MetricsAsync(TrackingContext db, ReportScope scope, CancellationToken cancellationToken)
    {
        var events = (await db.ReadAsync<EventFigures>(Events(new ReportSql(db, scope)), cancellationToken)).FirstOrDefault();
        var sessions = (await db.ReadAsync<SessionFigures>(Sessions(new ReportSql(db, scope)), cancellationToken)).FirstOrDefault();
        var orders = await db.ReadAsync<OrderFigures>(Orders(new ReportSql(db, scope)), cancellationToken);
        double? began = sessions is { Sessions: > 0 } some ? some.Sessions : null;
        return new OverviewMetrics(
            events?.Visitors ?? 0,
            sessions?.Sessions ?? 0,
            events?.PageViews ?? 0,
            events?.Events ?? 0,
            sessions?.Bounces / began,
            sessions?.Milliseconds / began / 1_000,
            orders.Sum(currency => currency.Orders),
            [.. orders.Select(currency => new Revenue(currency.Currency, currency.Units + (currency.Micros / MicrosPerUnit)))]);
    }

    private static ReportStatement Events(ReportSql sql) => sql.Statement($"""
        SELECT {sql.Dialect.Count("DISTINCT e.VisitorKey")} AS Visitors,
               {sql.Dialect.Count(ReportSql.PageView)} AS PageViews,
               {sql.Dialect.Count("*")} AS Events
        FROM Events e {sql.SessionOfEvent}
        WHERE {sql.EventsInRange}
        """);

    private static ReportStatement Sessions(ReportSql sql) => sql.Statement($"""
        SELECT {sql.Dialect.Count("*")} AS Sessions,
               {sql.Dialect.Count("CASE WHEN s.IsBounce = 1 THEN 1 END")} AS Bounces,
               COALESCE(SUM(s.EndMs - s.StartMs), 0) AS Milliseconds
        FROM Sessions s
        WHERE {sql.SessionsInRange}
        """);

    // Whole units and millionths are summed apart, since a sum of millionths may not fit 64 bits.
    private static ReportStatement Orders(ReportSql sql) => sql.Statement($"""
        SELECT o.Currency, {sql.Dialect.Count("*")} AS Orders,
               SUM(o.ValueMicros / 1000000) AS Units, SUM(o.ValueMicros % 1000000) AS Micros
        FROM Orders o {sql.EventOfOrder}
        WHERE {sql.OrdersInRange}
        GROUP BY o.Currency
        ORDER BY o.Currency
        """);

    private sealed record EventFigures(long Visitors, long PageViews, long Events);

    private sealed record SessionFigures(long Sessions, long Bounces, long Milliseconds);

    private sealed record OrderFigures(string Currency, long Orders, long Units, long Micros);
}
