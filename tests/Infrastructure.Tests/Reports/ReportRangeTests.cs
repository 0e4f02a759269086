using NodaTime;
using NodaTime.Extensions;
using Tracking.Application.Reports;

namespace Tracking.Infrastructure.Tests.Reports;

public sealed class ReportRangeTests
{
    [Theory]
    [InlineData("America/New_York", "2026-03-08", "2026-03-09", 23)]
    [InlineData("America/New_York", "2026-11-01", "2026-11-02", 25)]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-05", 23)]
    [InlineData("Asia/Kathmandu", "2026-03-08", "2026-03-09", 24)]
    [InlineData("Australia/Lord_Howe", "2026-10-04", "2026-10-05", 24)] // half an hour is skipped: the hour at 2 has the other half
    [InlineData("Australia/Lord_Howe", "2026-04-05", "2026-04-06", 25)] // half an hour comes twice: half of the hour at 1 is of its own
    public void A_day_has_the_hours_that_its_clock_shows(string zone, string from, string to, int hours) =>
        RangeOf(zone, from, to).Cut(ReportInterval.Hour).Count().ShouldBe(hours);

    [Theory]
    [InlineData("America/Sao_Paulo", "2018-11-01", "2018-11-08", ReportInterval.Day, 7)]
    [InlineData("Pacific/Apia", "2011-12-28", "2012-01-02", ReportInterval.Day, 4)] // the 30th never was
    [InlineData("Etc/UTC", "2026-11-01", "2026-11-02", ReportInterval.Week, 1)] // a Sunday
    [InlineData("Etc/UTC", "2026-11-01", "2026-11-03", ReportInterval.Week, 2)]
    [InlineData("Etc/UTC", "2026-01-31", "2026-03-01", ReportInterval.Month, 2)]
    public void A_range_is_cut_into_the_intervals_that_it_touches(string zone, string from, string to, ReportInterval interval, int count)
    {
        var buckets = RangeOf(zone, from, to).Cut(interval).ToList();
        buckets.Count.ShouldBe(count);
        buckets[0].From.ShouldBe(RangeOf(zone, from, to).From);
        buckets[^1].To.ShouldBe(RangeOf(zone, from, to).To);
        buckets.Zip(buckets.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
    }

    [Fact]
    public void A_week_starts_on_its_Monday_even_before_the_range() =>
        RangeOf("America/New_York", "2026-03-11", "2026-03-12").Cut(ReportInterval.Week).ShouldHaveSingleItem()
            .Start.ShouldBe(Instant.FromUtc(2026, 3, 9, 4, 0));

    [Theory]
    [InlineData("America/New_York", "2026-03-08", "2026-03-15", "2026-03-01T00:00:00-05:00")]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-11", "2018-10-28T00:00:00-03:00")] // from has no midnight
    [InlineData("America/Sao_Paulo", "2018-11-11", "2018-11-18", "2018-11-04T01:00:00-02:00")] // the range before has none
    [InlineData("Etc/UTC", "2026-03-01", "2026-04-01", "2026-01-29T00:00:00+00:00")]
    public void The_range_before_has_as_many_of_the_zones_days(string zone, string from, string to, string start)
    {
        var previous = RangeOf(zone, from, to).Previous();
        previous.FromTime.ShouldBe(DateTimeOffset.Parse(start));
        previous.FromTime.Offset.ShouldBe(DateTimeOffset.Parse(start).Offset);
        previous.To.ShouldBe(RangeOf(zone, from, to).From);
    }

    [Fact]
    public void The_range_before_of_some_hours_has_as_many()
    {
        var range = new ReportRange(Instant.FromUtc(2026, 5, 1, 10, 0), Instant.FromUtc(2026, 5, 1, 16, 30), DateTimeZone.Utc);
        range.Previous().From.ShouldBe(Instant.FromUtc(2026, 5, 1, 3, 30));
    }

    [Fact]
    public void The_range_before_is_never_empty()
    {
        // From 1:30 to the 1:30 an hour later the clock shows no time passing.
        var range = new ReportRange(Instant.FromUtc(2026, 11, 1, 5, 30), Instant.FromUtc(2026, 11, 1, 6, 30), DateTimeZoneProviders.Tzdb["America/New_York"]);
        range.Previous().From.ShouldBe(Instant.FromUtc(2026, 11, 1, 4, 30));
    }

    private static ReportRange RangeOf(string id, string from, string to)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        return new ReportRange(zone.StartOf(DateOf(from)), zone.StartOf(DateOf(to)), zone);
    }

    private static LocalDate DateOf(string date) => DateOnly.Parse(date).ToLocalDate();
}
