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
    public async Task<ReconciliationReport> Handle(GetReconciliation request, CancellationToken cancellationToken)
    {
        // Every stored event, as the counts of what became of them are.
        var scope = request.Scope with { IncludeBots = true, Filters = [] };
        var range = scope.Range;
        var days = range.Cut(ReportInterval.Day).Take(GetTimeseries.MostPoints).ToList();
        await using var db = await contexts.CreateForReportsAsync(cancellationToken);
        var destinations = await db.Destinations.Where(row => row.SiteId == scope.Site.Id).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var stored = (await db.ReadAsync<StoredCount>(Stored(new ReportSql(db, scope), days), cancellationToken)).ToDictionary(row => row.Number, row => row.Amount);
        var delivered = (await db.ReadAsync<StateCount>(Delivered(new ReportSql(db, scope), days), cancellationToken)).ToLookup(row => (row.Number, row.Destination));
        var behind = new Dictionary<(long Number, int Destination), long>();
        foreach (var destination in destinations)
        {
            var name = DestinationRow.LineOf(destination.Id);
            var place = await db.OutboxLines.Where(row => row.Name == name).Select(row => row.Position).SingleAsync(cancellationToken);
            foreach (var row in await db.ReadAsync<StoredCount>(Stored(new ReportSql(db, scope), days, place), cancellationToken))
                behind[(row.Number, destination.Id)] = row.Amount;
        }

        return new ReconciliationReport(
            scope.Site.Name,
            range.FromTime,
            range.ToTime,
            range.Zone.Id,
            [.. days.Select((day, number) => new ReconciliationDay(
                day.Start.InZone(range.Zone).Date.ToDateOnly(),
                stored.GetValueOrDefault(number),
                [.. destinations.Select(row => DayOf(
                    row, stored.GetValueOrDefault(number), behind.GetValueOrDefault((number, row.Id)), [.. delivered[(number, row.Id)]]))]))]);
    }

    private static DestinationDay DayOf(DestinationRow row, long stored, long behind, IReadOnlyCollection<StateCount> states)
    {
        return new DestinationDay(
            row.Id,
            row.Name,
            row.Kind,
            stored - behind - states.Sum(one => one.Amount),
            Of(DeliveryState.Withheld),
            Of(DeliveryState.Filtered),
            Of(DeliveryState.Sent),
            Of(DeliveryState.Confirmed),
            Of(DeliveryState.Failed),
            behind + Of(DeliveryState.Waiting));

        long Of(DeliveryState state) => states.Where(one => one.State == (int)state).Sum(one => one.Amount);
    }

    /// <summary>Stored events, all or those behind a line's place, which have no delivery yet.</summary>
    private static ReportStatement Stored(ReportSql sql, IEnumerable<ReportBucket> days, long? place = null) => sql.Statement($"""
        {sql.AddBuckets(days)}
        SELECT b.Number, COUNT(*) AS Amount
        FROM buckets b CROSS JOIN Events e
        WHERE {sql.AllEventsInRange} AND e.TimestampMs >= b.StartMs AND e.TimestampMs < b.EndMs AND e.Id > {sql.Add(place ?? 0)}
        GROUP BY b.Number
        """);

    private static ReportStatement Delivered(ReportSql sql, IEnumerable<ReportBucket> days) => sql.Statement($"""
        {sql.AddBuckets(days)}
        SELECT b.Number, d.DestinationId AS Destination, d.State, COUNT(*) AS Amount
        FROM buckets b CROSS JOIN Events e JOIN Deliveries d ON d.EventId = e.Id
        WHERE {sql.AllEventsInRange} AND e.TimestampMs >= b.StartMs AND e.TimestampMs < b.EndMs
        AND d.DestinationId IN (SELECT x.Id FROM Destinations x WHERE x.SiteId = e.SiteId)
        GROUP BY b.Number, d.DestinationId, d.State
        """);

    private sealed record StoredCount(long Number, long Amount);

    private sealed record StateCount(long Number, int Destination, int State, long Amount);
}
