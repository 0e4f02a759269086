using MediatR;
using Tracking.Api.Authentication;
using Tracking.Application.Collect;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Breakdowns;
using Tracking.Application.Reports.Events;
using Tracking.Application.Reports.Overview;
using Tracking.Application.Reports.Quality;
using Tracking.Application.Reports.Reconciliation;
using Tracking.Application.Reports.Timeseries;
using Tracking.Domain.Sites;

namespace Tracking.Api.Reports;

/// <summary>The reports (HTTP contract v1, "Reports"): a line each.</summary>
internal static class ReportEndpoints
{
    public static IServiceCollection AddReports(this IServiceCollection services) => services.AddSingleton<ReportAnswer>();

    public static void MapReports(this IEndpointRouteBuilder app)
    {
        var reports = app.MapGroup("/v1/reports").WithTags("Reports").RequireScope(KeyScopes.Reports);
        reports.MapReport("/overview", "The figures of a range as a whole", ReportFormat.OfTables, Overview, ReportTables.Of);
        reports.MapReport("/timeseries", "The figures of each interval", ReportFormat.OfTables, Timeseries, ReportTables.Of);
        reports.MapReport("/breakdown", "The figures of each value of a dimension", ReportFormat.OfTables, Breakdown, ReportTables.Of);
        reports.MapReport("/events", "The events themselves, newest first", ReportFormat.OfEvents, Events, ReportTables.Of);
        reports.MapReport("/quality", "What became of received events", ReportFormat.OfTables, Quality, ReportTables.Of);
        reports.MapReport("/reconciliation", "What became of stored events at each destination", ReportFormat.OfTables, Reconciliation, ReportTables.Of);
        reports.MapOrders();
        reports.MapReport("/quality/rejected", "Samples of rejected events", ReportFormat.OfTables, RejectedSamples, ReportTables.Of);
    }

    internal static GetOverview Overview(ReportParameters query) => new(query.Scope(), query.ComparePrevious());

    internal static GetTimeseries Timeseries(ReportParameters query)
    {
        var asked = new GetTimeseries(query.Scope(), query.Word("interval", ReportInterval.Day), query.ComparePrevious());
        if (asked.Scope.Range.Cut(asked.Interval).Skip(GetTimeseries.MostPoints).Any())
            query.Fail("interval", $"must cut the range into at most {GetTimeseries.MostPoints} points: take a longer one or a shorter range");
        return asked;
    }

    internal static GetBreakdown Breakdown(ReportParameters query) => new(
        query.Scope(),
        query.Dimension("dimension"),
        query.Number("limit", 1, GetBreakdown.MaxLimit, GetBreakdown.DefaultLimit),
        query.Number("offset", 0, int.MaxValue, 0),
        query.ComparePrevious());

    internal static GetEvents Events(ReportParameters query)
    {
        // Of the common query, though events have no range to compare.
        query.ComparePrevious();
        var type = query.Text("type");
        if (type is not null && !EventTypes.IsKnown(type))
            query.Fail("type", $"must be one of {string.Join(", ", EventTypes.All.Select(known => known.Name))}");
        var cursor = query.Text("cursor");
        var after = cursor is null ? null : EventCursor.Read(cursor);
        if (cursor is not null && after is null)
            query.Fail("cursor", "must be a nextCursor of an answer of this report");
        return new GetEvents(query.Scope(), type, after, query.Number("limit", 1, GetEvents.MaxLimit, GetEvents.DefaultLimit));
    }

    internal static GetQuality Quality(ReportParameters query)
    {
        var asked = new GetQuality(query.IntakeScope());
        if (asked.Scope.Range.Cut(ReportInterval.Day).Skip(GetTimeseries.MostPoints).Any())
            query.Fail("from", $"must be at most {GetTimeseries.MostPoints} days before to");
        return asked;
    }

    internal static GetReconciliation Reconciliation(ReportParameters query)
    {
        var asked = new GetReconciliation(query.IntakeScope());
        if (asked.Scope.Range.Cut(ReportInterval.Day).Skip(GetTimeseries.MostPoints).Any())
            query.Fail("from", $"must be at most {GetTimeseries.MostPoints} days before to");
        return asked;
    }

    internal static GetRejectedSamples RejectedSamples(ReportParameters query) => new(
        query.IntakeScope(), query.Number("limit", 1, GetRejectedSamples.MaxLimit, GetRejectedSamples.DefaultLimit));

    private static void MapReport<TReport>(
        this IEndpointRouteBuilder reports,
        string path,
        string summary,
        IReadOnlyList<ReportFormat> formats,
        Func<ReportParameters, IRequest<TReport>> read,
        Func<TReport, CsvTable> table) =>
        reports.MapGet(path, (HttpContext http, ReportAnswer answer) => answer.AnswerAsync(http, formats, read, table))
            .WithSummary(summary)
            .Produces<TReport>(StatusCodes.Status200OK, formats[0].MediaType, [.. formats.Skip(1).Select(format => format.MediaType)])
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status406NotAcceptable);
}
