using MediatR;

namespace Tracking.Application.Reports.Timeseries;

/// <summary>Asks for the figures of each hour, day, week or month of a range.</summary>
/// <param name="Scope">Of what; at most <see cref="MostPoints"/> intervals.</param>
/// <param name="Interval">Into what the range is cut.</param>
/// <param name="ComparePrevious">Whether the range before is asked for too.</param>
public sealed record GetTimeseries(ReportScope Scope, ReportInterval Interval, bool ComparePrevious) : IRequest<TimeseriesReport>
{
    /// <summary>The most points of one answer.</summary>
    public const int MostPoints = 10_000;
}

/// <summary>The figures of each interval.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="From">Start of the range.</param>
/// <param name="To">End of the range, not in it.</param>
/// <param name="Timezone">IANA zone.</param>
/// <param name="Interval"><c>hour</c>, <c>day</c>, <c>week</c> or <c>month</c>.</param>
/// <param name="Points">Every interval that the range touches, in order, also those in which nothing happened.</param>
/// <param name="Previous">Those of the range before, with times of their own; <c>null</c> unless asked for.</param>
public sealed record TimeseriesReport(
    string Site,
    DateTimeOffset From,
    DateTimeOffset To,
    string Timezone,
    string Interval,
    IReadOnlyList<TimeseriesPoint> Points,
    IReadOnlyList<TimeseriesPoint>? Previous);

/// <summary>One interval's figures, of what lies in the range.</summary>
/// <param name="Start">Where the interval begins on the zone's clock, be it before the range.</param>
/// <param name="Visitors">Distinct visitors among its events.</param>
/// <param name="Sessions">Sessions that began in it.</param>
/// <param name="PageViews">Its page views.</param>
/// <param name="Events">Its events.</param>
/// <param name="Transactions">Orders completed in it.</param>
public sealed record TimeseriesPoint(DateTimeOffset Start, long Visitors, long Sessions, long PageViews, long Events, long Transactions);
