using NodaTime;

namespace Tracking.Application.Reports;

/// <summary>A half-open stretch of time, looked at in a zone.</summary>
/// <param name="From">Its first instant.</param>
/// <param name="To">The first instant after it; later than <paramref name="From"/>.</param>
/// <param name="Zone">The zone whose days count.</param>
public sealed record ReportRange(Instant From, Instant To, DateTimeZone Zone)
{
    /// <summary><see cref="From"/> as the store writes times.</summary>
    public long FromMs => From.ToUnixTimeMilliseconds();

    /// <summary><see cref="To"/> as the store writes times.</summary>
    public long ToMs => To.ToUnixTimeMilliseconds();

    /// <summary><see cref="From"/> as answers write it.</summary>
    public DateTimeOffset FromTime => Zone.TimeOf(From);

    /// <summary><see cref="To"/> as answers write it.</summary>
    public DateTimeOffset ToTime => Zone.TimeOf(To);

    /// <summary>
    /// The range before, of as many of the zone's days and as much time of day: a week with a change of the clocks follows one of seven
    /// days, not of 168 hours.
    /// </summary>
    public ReportRange Previous()
    {
        var (from, to) = (Zone.LocalOf(From), Zone.LocalOf(To));
        var length = Period.Between(from, to, PeriodUnits.Days | PeriodUnits.AllTimeUnits);
        var start = Zone.InstantOf(from - length);
        // Within an hour that comes twice the clock may show no time passing, or time running back.
        return this with { From = start < From ? start : From - (To - From), To = From };
    }

    /// <summary>The zone's own hours, days, weeks or months that the range touches, in order.</summary>
    public IEnumerable<ReportBucket> Cut(ReportInterval interval)
    {
        var start = StartOf(interval, From);
        while (start < To)
        {
            var next = After(interval, start);
            // A day that the zone skipped altogether (Pacific/Apia, 2011-12-30) has no length, and is none.
            if (next > From && next > start)
                yield return new ReportBucket(start, Instant.Max(start, From), Instant.Min(next, To));
            start = next;
        }
    }

    private Instant StartOf(ReportInterval interval, Instant at) =>
        interval == ReportInterval.Hour ? HourAt(at).Start : Zone.StartOf(FirstDate(interval, at));

    private Instant After(ReportInterval interval, Instant start)
    {
        if (interval == ReportInterval.Hour)
            return HourAt(start).End;
        var date = FirstDate(interval, start);
        Instant next;
        do
        {
            date = interval switch
            {
                ReportInterval.Day => date.PlusDays(1),
                ReportInterval.Week => date.PlusWeeks(1),
                _ => date.PlusMonths(1),
            };
            next = Zone.StartOf(date);
        }
        while (next <= start);
        return next;
    }

    private LocalDate FirstDate(ReportInterval interval, Instant at)
    {
        var date = at.InZone(Zone).Date;
        return interval switch
        {
            ReportInterval.Week => date.PlusDays(IsoDayOfWeek.Monday - date.DayOfWeek),
            ReportInterval.Month => new LocalDate(date.Year, date.Month, 1),
            _ => date,
        };
    }

    // An hour of the zone's clock; a change of the clock ends it, so that the hour that comes twice is two.
    private (Instant Start, Instant End) HourAt(Instant at)
    {
        var clock = Zone.GetZoneInterval(at);
        var local = at.WithOffset(clock.WallOffset).LocalDateTime;
        var hour = new LocalDateTime(local.Year, local.Month, local.Day, local.Hour, 0).WithOffset(clock.WallOffset).ToInstant();
        var (start, end) = (hour, hour + Duration.FromHours(1));
        if (clock.HasStart && clock.Start > start)
            start = clock.Start;
        if (clock.HasEnd && clock.End < end)
            end = clock.End;
        return (start, end);
    }
}

/// <summary>One hour, day, week or month of a zone within a range.</summary>
/// <param name="Start">Where it begins on the zone's clock, be it before the range.</param>
/// <param name="From">Where its part of the range begins.</param>
/// <param name="To">Where its part of the range ends.</param>
public readonly record struct ReportBucket(Instant Start, Instant From, Instant To);

/// <summary>Into what a range is cut.</summary>
public enum ReportInterval
{
    /// <summary>Hours of the zone's clock.</summary>
    Hour,

    /// <summary>The zone's days.</summary>
    Day,

    /// <summary>Its weeks, which begin on Monday.</summary>
    Week,

    /// <summary>Its months.</summary>
    Month,
}
