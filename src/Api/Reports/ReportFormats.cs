using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Tracking.Api.Reports;

/// <summary>How an answer is written.</summary>
/// <param name="Name">As <c>format=</c> names it.</param>
/// <param name="MediaType">As <c>Accept</c> does.</param>
internal sealed record ReportFormat(string Name, string MediaType)
{
    public static readonly ReportFormat Json = new("json", "application/json");
    public static readonly ReportFormat Csv = new("csv", "text/csv");
    public static readonly ReportFormat NdJson = new("ndjson", "application/x-ndjson");

    /// <summary>The formats of a table, the default first.</summary>
    public static readonly IReadOnlyList<ReportFormat> OfTables = [Json, Csv];

    /// <summary>The formats of events, the default first.</summary>
    public static readonly IReadOnlyList<ReportFormat> OfEvents = [Json, Csv, NdJson];

    /// <summary>The format that an <c>Accept</c> header likes best; <c>null</c> when it allows none of <paramref name="offered"/>.</summary>
    public static ReportFormat? Accepted(StringValues accept, IReadOnlyList<ReportFormat> offered)
    {
        // A header that cannot be read says nothing (RFC 9110, 12.5.1, lets a server ignore it).
        if (!MediaTypeHeaderValue.TryParseList([.. accept.OfType<string>()], out var ranges) || ranges.Count == 0)
            return offered[0];
        return offered
            .Select(format => (Format: format, Quality: QualityOf(new MediaTypeHeaderValue(format.MediaType), ranges)))
            .Where(choice => choice.Quality > 0)
            .OrderByDescending(choice => choice.Quality) // stable: of equals the first offered
            .FirstOrDefault().Format;
    }

    // The most specific range that matches decides (RFC 9110, 12.5.1).
    private static double QualityOf(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> ranges) => ranges
        .Where(range => Matches(type, range))
        .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
        .FirstOrDefault() is { } best ? best.Quality ?? 1 : 0;

    private static bool Matches(MediaTypeHeaderValue type, MediaTypeHeaderValue range) =>
        range.MatchesAllTypes
        || (type.Type.Equals(range.Type, StringComparison.OrdinalIgnoreCase)
            && (range.MatchesAllSubTypes || type.SubType.Equals(range.SubType, StringComparison.OrdinalIgnoreCase)));
}
