using MediatR;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Timeseries;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Reports.Timeseries;

internal sealed class GetTimeseriesHandler(IDbContextFactory<TrackingContext> contexts) : IRequestHandler<GetTimeseries, TimeseriesReport>
{
    public async Task<TimeseriesReport> Handle(GetTimeseries request, CancellationToken cancellationToken)
    {
        var (scope, range) = (request.Scope, request.Scope.Range);
        await using var db = await contexts.CreateForReportsAsync(cancellationToken);
        var points = await PointsAsync(db, scope, request.Interval, cancellationToken);
        var previous = request.ComparePrevious
            ? await PointsAsync(db, scope with { Range = range.Previous() }, request.Interval, cancellationToken)
            : null;
        return new TimeseriesReport(
            scope.Site.Name, range.FromTime, range.ToTime, range.Zone.Id, Words.Of(request.Interval), points, previous);
    }

    private static async Task<TimeseriesPoint[]> PointsAsync(
        TrackingContext db, ReportScope scope, ReportInterval interval, CancellationToken cancellationToken)
    {
        var buckets = scope.Range.Cut(interval).Take(GetTimeseries.MostPoints).ToList();

        // Where an interval begins was decided by the zone's rules; the store only compares numbers, so that every zone is exact.
        var events = await ReadAsync<EventFigures>(Events);
        var sessions = await ReadAsync<CountFigures>(Sessions);
        var orders = await ReadAsync<CountFigures>(Orders);
        return [.. buckets.Select((bucket, number) => new TimeseriesPoint(
            scope.Range.Zone.TimeOf(bucket.Start),
            events.GetValueOrDefault(number)?.Visitors ?? 0,
            sessions.GetValueOrDefault(number)?.Amount ?? 0,
            events.GetValueOrDefault(number)?.PageViews ?? 0,
            events.GetValueOrDefault(number)?.Events ?? 0,
            orders.GetValueOrDefault(number)?.Amount ?? 0))];

        async Task<Dictionary<long, TFigures>> ReadAsync<TFigures>(Func<ReportSql, string, ReportStatement> statement)
            where TFigures : INumbered
        {
            var sql = new ReportSql(db, scope);
            var rows = await db.ReadAsync<TFigures>(statement(sql, sql.AddBuckets(buckets)), cancellationToken);
            return rows.ToDictionary(row => row.Number);
        }
    }

    // CROSS JOIN keeps Sqlite's order: a seek into the index for each bucket.
    private static ReportStatement Events(ReportSql sql, string buckets) => sql.Statement($"""
        {buckets}
        SELECT b.Number,
               {sql.Dialect.Count("DISTINCT e.VisitorKey")} AS Visitors,
               {sql.Dialect.Count(ReportSql.PageView)} AS PageViews,
               {sql.Dialect.Count("*")} AS Events
        FROM buckets b CROSS JOIN Events e {sql.SessionOfEvent}
        WHERE {sql.EventsInBucket}
        GROUP BY b.Number
        """);

    private static ReportStatement Sessions(ReportSql sql, string buckets) => sql.Statement($"""
        {buckets}
        SELECT b.Number, {sql.Dialect.Count("*")} AS Amount
        FROM buckets b CROSS JOIN Sessions s
        WHERE {sql.SessionsInBucket}
        GROUP BY b.Number
        """);

    private static ReportStatement Orders(ReportSql sql, string buckets) => sql.Statement($"""
        {buckets}
        SELECT b.Number, {sql.Dialect.Count("*")} AS Amount
        FROM buckets b CROSS JOIN Orders o {sql.EventOfOrder}
        WHERE {sql.OrdersInBucket}
        GROUP BY b.Number
        """);

    private interface INumbered
    {
        long Number { get; }
    }

    private sealed record EventFigures(long Number, long Visitors, long PageViews, long Events) : INumbered;

    private sealed record CountFigures(long Number, long Amount) : INumbered;
}
