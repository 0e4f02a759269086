using NodaTime;
using NodaTime.TimeZones;

namespace Tracking.Application.Reports;

/// <summary>Reads instants on a zone's clock and back.</summary>
public static class ZoneClock
{
    // A time that comes twice is the first; one that is skipped is the moment after. So is the start of a day at whose midnight the
    // clock changes.
    private static readonly ZoneLocalMappingResolver FirstOrAfter =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>When a date begins; of a date that the zone skips, when the one after it does.</summary>
    public static Instant StartOf(this DateTimeZone zone, LocalDate date) => zone.InstantOf(date.AtMidnight());

    /// <summary>The instant at which the zone's clock shows <paramref name="local"/>.</summary>
    public static Instant InstantOf(this DateTimeZone zone, LocalDateTime local) => zone.ResolveLocal(local, FirstOrAfter).ToInstant();

    /// <summary>What the zone's clock shows; midnight at the start of a day also where the clock skips it.</summary>
    public static LocalDateTime LocalOf(this DateTimeZone zone, Instant at)
    {
        var local = at.InZone(zone).LocalDateTime;
        return zone.StartOf(local.Date) == at ? local.Date.AtMidnight() : local;
    }

    /// <summary>The instant as answers write it, with the zone's offset (in whole minutes, as ISO 8601 has it).</summary>
    public static DateTimeOffset TimeOf(this DateTimeZone zone, Instant at)
    {
        var minutes = Math.Round(zone.GetUtcOffset(at).Seconds / 60.0);
        return at.ToDateTimeOffset().ToOffset(TimeSpan.FromMinutes(minutes));
    }
}
