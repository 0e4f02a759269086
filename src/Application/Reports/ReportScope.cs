using Tracking.Domain.Sites;

namespace Tracking.Application.Reports;

/// <summary>What every report is asked: whose events of which time, and which of them (HTTP contract v1, "Reports", common query).</summary>
/// <param name="Site">The site.</param>
/// <param name="Range">The time, and the zone in whose days it is cut.</param>
/// <param name="IncludeBots">Whether programs' events count too.</param>
/// <param name="Filters">What events and sessions must be; all of it together.</param>
public sealed record ReportScope(Site Site, ReportRange Range, bool IncludeBots, IReadOnlyList<DimensionFilter> Filters);
