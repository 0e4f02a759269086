using MediatR;

namespace Tracking.Application.Reports.Overview;

/// <summary>Asks for the figures of a range as a whole.</summary>
/// <param name="Scope">Of what.</param>
/// <param name="ComparePrevious">Whether the range before is asked for too.</param>
public sealed record GetOverview(ReportScope Scope, bool ComparePrevious) : IRequest<OverviewReport>;

/// <summary>The figures of a range.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="From">Start of the range.</param>
/// <param name="To">End of the range, not in it.</param>
/// <param name="Timezone">IANA zone.</param>
/// <param name="Metrics">The figures.</param>
/// <param name="Previous">Those of the range before; <c>null</c> unless asked for.</param>
public sealed record OverviewReport(
    string Site, DateTimeOffset From, DateTimeOffset To, string Timezone, OverviewMetrics Metrics, OverviewMetrics? Previous);

/// <summary>Figures as HTTP contract v1, "What the figures mean", defines them.</summary>
/// <param name="Visitors">Distinct visitors among the events.</param>
/// <param name="Sessions">Sessions that began.</param>
/// <param name="PageViews">Page views.</param>
/// <param name="Events">Events.</param>
/// <param name="BounceRate">Part of the sessions that bounced, 0 to 1; <c>null</c> without sessions.</param>
/// <param name="AverageSessionSeconds">Mean length of the sessions; <c>null</c> without sessions.</param>
/// <param name="Transactions">Completed orders.</param>
/// <param name="Revenue">What they are worth, a line a currency, by its code.</param>
public sealed record OverviewMetrics(
    long Visitors,
    long Sessions,
    long PageViews,
    long Events,
    double? BounceRate,
    double? AverageSessionSeconds,
    long Transactions,
    IReadOnlyList<Revenue> Revenue);

/// <summary>An amount of money.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Amount">Amount in that currency's unit.</param>
public sealed record Revenue(string Currency, decimal Amount);
