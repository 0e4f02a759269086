using MediatR;

namespace Tracking.Application.Reports.Quality;

/// <summary>Asks what became of the events that were received, day by day of receipt.</summary>
/// <param name="Scope">Of what; its filters do not apply. Counts are kept by quarters of an hour: those that begin in the range.</param>
public sealed record GetQuality(ReportScope Scope) : IRequest<QualityReport>;

/// <summary>What became of received events.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="From">Start of the range.</param>
/// <param name="To">End of the range, not in it.</param>
/// <param name="Timezone">IANA zone.</param>
/// <param name="Days">Every day that the range touches, in order.</param>
public sealed record QualityReport(
    string Site, DateTimeOffset From, DateTimeOffset To, string Timezone, IReadOnlyList<QualityDay> Days);

/// <summary>What became of one day's events.</summary>
/// <param name="Day">The zone's day.</param>
/// <param name="Received">All of them: the sum of the others.</param>
/// <param name="Accepted">Stored whole.</param>
/// <param name="Anonymised">Stored without identifiers.</param>
/// <param name="Dropped">Not stored, since consent says so.</param>
/// <param name="Duplicates">Not stored again.</param>
/// <param name="Rejected">How many broke the contract, by reason; reasons without any are absent.</param>
public sealed record QualityDay(
    DateOnly Day,
    long Received,
    long Accepted,
    long Anonymised,
    long Dropped,
    long Duplicates,
    IReadOnlyDictionary<string, long> Rejected);
