using MediatR;

namespace Tracking.Application.Reports.Reconciliation;

/// <summary>Asks what became of stored events at each destination, day by day of the events' own time.</summary>
/// <param name="Scope">Of what; its filters do not apply, and programs' events are in it, as they are stored.</param>
public sealed record GetReconciliation(ReportScope Scope) : IRequest<ReconciliationReport>;

/// <summary>What became of stored events.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="From">Start of the range.</param>
/// <param name="To">End of the range, not in it.</param>
/// <param name="Timezone">IANA zone.</param>
/// <param name="Days">Every day that the range touches, in order.</param>
public sealed record ReconciliationReport(
    string Site, DateTimeOffset From, DateTimeOffset To, string Timezone, IReadOnlyList<ReconciliationDay> Days);

/// <summary>One day.</summary>
/// <param name="Day">The zone's day.</param>
/// <param name="Stored">Its stored events.</param>
/// <param name="Destinations">What became of them at each destination.</param>
public sealed record ReconciliationDay(DateOnly Day, long Stored, IReadOnlyList<DestinationDay> Destinations);

/// <summary>What became of a day's stored events at a destination: each is in exactly one of the counts.</summary>
/// <param name="Destination">The destination's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Before">Stored before the destination was added, and not replayed.</param>
/// <param name="Withheld">Not sent, since consent says so.</param>
/// <param name="Filtered">Not sent, since the rules say so, or the kind has nothing for such events.</param>
/// <param name="Sent">Sent to a platform that never says whether it took them.</param>
/// <param name="Confirmed">Sent, and the platform said that it took them.</param>
/// <param name="Failed">Given up; kept for replay.</param>
/// <param name="Waiting">Their turn has not come, or they are tried again.</param>
public sealed record DestinationDay(
    int Destination, string Name, string Kind, long Before, long Withheld, long Filtered, long Sent, long Confirmed, long Failed, long Waiting);
