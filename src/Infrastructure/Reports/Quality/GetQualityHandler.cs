using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Quality;
using Tracking.Application.Reports.Timeseries;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Intake;

namespace Tracking.Infrastructure.Reports.Quality;

internal sealed class GetQualityHandler(IDbContextFactory<TrackingContext> contexts) : IRequestHandler<GetQuality, QualityReport>
{
    public async Task<QualityReport> Handle(GetQuality request, CancellationToken cancellationToken)
    {
        var (scope, range) = (request.Scope, request.Scope.Range);
        var days = range.Cut(ReportInterval.Day).Take(GetTimeseries.MostPoints).ToList();
        await using var db = await contexts.CreateForReportsAsync(cancellationToken);
        var rows = await db.ReadAsync<IntakeFigures>(Counts(new ReportSql(db, scope), scope, days), cancellationToken);
        var byDay = rows.ToLookup(row => row.Number);
        return new QualityReport(
            scope.Site.Name,
            range.FromTime,
            range.ToTime,
            range.Zone.Id,
            [.. days.Select((day, number) => DayOf(day.Start.InZone(range.Zone).Date.ToDateOnly(), [.. byDay[number]]))]);
    }

    private static QualityDay DayOf(DateOnly day, IReadOnlyCollection<IntakeFigures> rows)
    {
        return new QualityDay(
            day,
            rows.Sum(row => row.Amount),
            Of(IntakeKind.Accepted),
            Of(IntakeKind.Anonymised),
            Of(IntakeKind.Dropped),
            Of(IntakeKind.Duplicate),
            rows.Where(row => row.Kind == (int)IntakeKind.Rejected)
                .GroupBy(row => JsonNamingPolicy.CamelCase.ConvertName(row.Reason))
                .OrderBy(reason => reason.Key, StringComparer.Ordinal)
                .ToDictionary(reason => reason.Key, reason => reason.Sum(row => row.Amount)));

        long Of(IntakeKind kind) => rows.Where(row => row.Kind == (int)kind).Sum(row => row.Amount);
    }

    private static ReportStatement Counts(ReportSql sql, ReportScope scope, IEnumerable<ReportBucket> days) => sql.Statement($"""
        {sql.AddBuckets(days)}
        SELECT b.Number, c.Kind, c.Reason, SUM(c.Count) AS Amount
        FROM buckets b CROSS JOIN IntakeCounts c
        WHERE c.SiteId = {sql.Add(scope.Site.Id)} AND c.QuarterStartMs >= b.StartMs AND c.QuarterStartMs < b.EndMs
        GROUP BY b.Number, c.Kind, c.Reason
        """);

    private sealed record IntakeFigures(long Number, int Kind, string Reason, long Amount);
}
