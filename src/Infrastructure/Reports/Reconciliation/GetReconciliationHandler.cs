using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Reconciliation;
using Tracking.Application.Reports.Timeseries;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Reports.Reconciliation;

internal sealed class GetReconciliationHandler(IDbContextFactory<TrackingContext> contexts) : IRequestHandler<GetReconciliation, ReconciliationReport>
{
    /// <summary>Of no delivery's states: stored before the destination was made.</summary>
    private const int Before = -1;

    public async Task<ReconciliationReport> Handle(GetReconciliation request, CancellationToken cancellationToken)
    {
        // Every stored event, as the counts of what became of them are.
        var scope = request.Scope with { IncludeBots = true, Filters = [] };
        var range = scope.Range;
        var days = range.Cut(ReportInterval.Day).Take(GetTimeseries.MostPoints).ToList();
        await using var db = await contexts.CreateForReportsAsync(cancellationToken);
        var destinations = await db.Destinations.Where(row => row.SiteId == scope.Site.Id).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        // In the order of their ids events are stored: what comes while this is read is in none of the counts, on either store.
        var last = await db.Numbers.Where(row => row.Name == NumberRow.NextEvent).Select(row => row.Value).SingleOrDefaultAsync(cancellationToken) - 1;
        var places = await db.OutboxLines.ToDictionaryAsync(row => row.Name, row => row.Position, cancellationToken);
        var stored = (await db.ReadAsync<StoredCount>(Stored(new ReportSql(db, scope), days, last), cancellationToken)).ToDictionary(row => row.Number, row => row.Amount);
        var became = Became(new ReportSql(db, scope), days, last, destinations.Select(row => new LinePlace(row.Id, places.GetValueOrDefault(DestinationRow.LineOf(row.Id)))));
        var states = (await db.ReadAsync<StateCount>(became, cancellationToken)).ToLookup(row => (row.Number, row.Destination));
        return new ReconciliationReport(
            scope.Site.Name,
            range.FromTime,
            range.ToTime,
            range.Zone.Id,
            [.. days.Select((day, number) => new ReconciliationDay(
                day.Start.InZone(range.Zone).Date.ToDateOnly(),
                stored.GetValueOrDefault(number),
                [.. destinations.Select(row => DayOf(row, [.. states[(number, row.Id)]]))]))]);
    }

    private static DestinationDay DayOf(DestinationRow row, IReadOnlyCollection<StateCount> states)
    {
        return new DestinationDay(
            row.Id,
            row.Name,
            row.Kind,
            states.Where(one => one.State == Before).Sum(one => one.Amount),
            Of(DeliveryState.Withheld),
            Of(DeliveryState.Filtered),
            Of(DeliveryState.Sent),
            Of(DeliveryState.Confirmed),
            Of(DeliveryState.Failed),
            Of(DeliveryState.Waiting));

        long Of(DeliveryState state) => states.Where(one => one.State == (int)state).Sum(one => one.Amount);
    }

    private static ReportStatement Stored(ReportSql sql, IEnumerable<ReportBucket> days, long last) => sql.Statement($"""
        {sql.AddBuckets(days)}
        SELECT b.Number, {sql.Dialect.Count("*")} AS Amount
        FROM buckets b CROSS JOIN Events e
        WHERE {sql.AllEventsInRange} AND e.TimestampMs >= b.StartMs AND e.TimestampMs < b.EndMs AND e.Id <= {sql.Add(last)}
        GROUP BY b.Number
        """);

    /// <summary>Each event in one state at each destination: its delivery's; without one it waits behind the line's place, or was stored before the destination was made.</summary>
    private static ReportStatement Became(ReportSql sql, IEnumerable<ReportBucket> days, long last, IEnumerable<LinePlace> lines) => sql.Statement($"""
        {sql.AddBuckets(days)}, lines AS ({sql.Dialect.Numbers(sql.Add(JsonSerializer.Serialize(lines, JsonSerializerOptions.Web)))})
        SELECT x.Number, x.Destination, x.State, {sql.Dialect.Count("*")} AS Amount
        FROM (
            SELECT b.Number, l.Id AS Destination, CASE WHEN d.EventId IS NOT NULL THEN d.State WHEN e.Id > l.Value THEN {(int)DeliveryState.Waiting} ELSE {Before} END AS State
            FROM buckets b CROSS JOIN Events e CROSS JOIN lines l LEFT JOIN Deliveries d ON d.DestinationId = l.Id AND d.EventId = e.Id
            WHERE {sql.AllEventsInRange} AND e.TimestampMs >= b.StartMs AND e.TimestampMs < b.EndMs AND e.Id <= {sql.Add(last)}) x
        GROUP BY x.Number, x.Destination, x.State
        """);

    private sealed record LinePlace(int Id, long Value);

    private sealed record StoredCount(long Number, long Amount);

    private sealed record StateCount(long Number, int Destination, int State, long Amount);
}
