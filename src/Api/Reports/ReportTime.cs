using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Tracking.Application.Reports;

namespace Tracking.Api.Reports;

/// <summary>
/// Times of a range: a date (its start in the zone), an ISO 8601 time with offset or, without one, by the zone's clock, or epoch
/// milliseconds.
/// </summary>
internal static partial class ReportTime
{
    /// <summary>What is allowed, for error messages.</summary>
    public const string Allowed =
        "must be a date (2026-05-17), an ISO 8601 time (2026-05-17T10:05:03Z; without offset by the zone's clock) or epoch milliseconds, "
        + "of the years 1900 to 2200";

    private static readonly Instant First = Instant.FromUtc(1900, 1, 1, 0, 0);
    private static readonly Instant End = Instant.FromUtc(2201, 1, 1, 0, 0);
    private static readonly LocalDatePattern Date = LocalDatePattern.Iso;
    private static readonly LocalDateTimePattern LocalTime = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFF");

    /// <summary>Reads a time in whole milliseconds; <c>null</c> when it is none.</summary>
    public static Instant? Read(string text, DateTimeZone zone)
    {
        var time = EpochMilliseconds(text) ?? DateIn(text, zone) ?? TimeIn(text, zone);
        if (time is not { } at || at < First || at >= End)
            return null;
        return Instant.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
    }

    private static Instant? EpochMilliseconds(string text) =>
        // Shorter ones are more likely a year or a date than a moment of 1970.
        text.Length is >= 9 and <= 15 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds >= First.ToUnixTimeMilliseconds() && milliseconds < End.ToUnixTimeMilliseconds()
            ? Instant.FromUnixTimeMilliseconds(milliseconds)
            : null;

    private static Instant? DateIn(string text, DateTimeZone zone) =>
        Date.Parse(text).TryGetValue(default, out var date) && IsConvertible(date) ? zone.StartOf(date) : null;

    private static Instant? TimeIn(string text, DateTimeZone zone)
    {
        var match = Shape().Match(text);
        if (!match.Success)
            return null;
        var seconds = match.Groups["seconds"] is { Success: true } given ? given.Value : ":00";
        if (!LocalTime.Parse(match.Groups["minutes"].Value + seconds).TryGetValue(default, out var local) || !IsConvertible(local.Date))
            return null;
        if (match.Groups["offset"] is not { Success: true } offset)
            return zone.InstantOf(local);
        if (offset.Value is "Z" or "z")
            return local.InUtc().ToInstant();
        var (hours, minutes) = (int.Parse(offset.Value.AsSpan(1, 2)), int.Parse(offset.Value.AsSpan(offset.Length - 2)));
        if (hours > 18 || minutes > 59 || (hours * 60) + minutes > 18 * 60)
            return null;
        var length = Offset.FromHoursAndMinutes(hours, minutes);
        return local.WithOffset(offset.Value[0] == '-' ? -length : length).ToInstant();
    }

    // An offset moves a time by less than a year; at the ends of the calendar it would move it out, which throws.
    private static bool IsConvertible(LocalDate date) => date.Year is >= 1899 and <= 2201;

    // A + that was not escaped in a query arrives as a blank.
    [GeneratedRegex(
        @"^(?<minutes>\d{4}-\d\d-\d\dT\d\d:\d\d)(?<seconds>:\d\d(\.\d{1,9})?)?(?<offset>[Zz]|[-+ ]\d\d:?\d\d)?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Shape();
}
