using MediatR;

namespace Tracking.Application.Reports.Breakdowns;

/// <summary>Asks for the figures of each value of a dimension.</summary>
/// <param name="Scope">Of what.</param>
/// <param name="Dimension">By what.</param>
/// <param name="Limit">How many rows, 1 to <see cref="MaxLimit"/>.</param>
/// <param name="Offset">After how many.</param>
/// <param name="ComparePrevious">Whether the range before is asked for too.</param>
public sealed record GetBreakdown(ReportScope Scope, Dimension Dimension, int Limit, int Offset, bool ComparePrevious) : IRequest<BreakdownReport>
{
    /// <summary>The most rows of one answer.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>The rows of an answer unless it is asked for another number.</summary>
    public const int DefaultLimit = 100;
}

/// <summary>The figures of each value.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="From">Start of the range.</param>
/// <param name="To">End of the range, not in it.</param>
/// <param name="Timezone">IANA zone.</param>
/// <param name="Dimension">The dimension's name.</param>
/// <param name="Rows">A row a value: most visitors first, then by value.</param>
/// <param name="Total">How many rows there are in all.</param>
/// <param name="Previous">
/// The same values' figures in the range before, in the order of <paramref name="Rows"/>, zeros where there were none; <c>null</c> unless asked for.
/// </param>
public sealed record BreakdownReport(
    string Site,
    DateTimeOffset From,
    DateTimeOffset To,
    string Timezone,
    string Dimension,
    IReadOnlyList<BreakdownRow> Rows,
    long Total,
    IReadOnlyList<BreakdownRow>? Previous);

/// <summary>One value's figures.</summary>
/// <param name="Value">The value; <c>null</c>: what has none.</param>
/// <param name="Visitors">Distinct visitors.</param>
/// <param name="Sessions">Sessions.</param>
/// <param name="PageViews">Page views.</param>
/// <param name="Events">Events.</param>
public sealed record BreakdownRow(string? Value, long Visitors, long Sessions, long PageViews, long Events);
