using CsCheck;
using Tracking.Application.Collect.Reading;

namespace Tracking.Application.Tests.Collect.Reading;

public class TimeReadingTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 5, 17, 10, 5, 4, TimeSpan.Zero);

    [Theory]
    [InlineData("\"2026-05-17T10:05:03Z\"", 1_779_012_303_000)]
    [InlineData("\"2026-05-17T10:05:03.250Z\"", 1_779_012_303_250)]
    [InlineData("\"2026-05-17T10:05:03.2509999Z\"", 1_779_012_303_250)]
    [InlineData("\"2026-05-17T07:05:03-03:00\"", 1_779_012_303_000)]
    [InlineData("\"2026-05-17T15:50:03+05:45\"", 1_779_012_303_000)]
    [InlineData("\"2026-05-17T10:05Z\"", 1_779_012_300_000)]
    [InlineData("1779012303250", 1_779_012_303_250)]
    [InlineData("1779012303250.75", 1_779_012_303_250)]
    [InlineData("1.77901230325e12", 1_779_012_303_250)]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("253402300799999", 253_402_300_799_999)]
    [InlineData("-62135596800000", -62_135_596_800_000)]
    public void A_time_is_read_as_utc_in_whole_milliseconds(string json, long milliseconds)
    {
        var it = ReadJson.It(json);

        it.Fields.Time("it").ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
        it.Wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"2026-05-17T10:05:03\"", "it InvalidValue")]
    [InlineData("\"2026-05-17\"", "it InvalidValue")]
    [InlineData("\"17/05/2026 10:05\"", "it InvalidValue")]
    [InlineData("\"Sun, 17 May 2026 10:05:03 GMT\"", "it InvalidValue")]
    [InlineData("\"2026-02-30T10:05:03Z\"", "it InvalidValue")]
    [InlineData("\"2026-05-17T25:05:03Z\"", "it InvalidValue")]
    [InlineData("\"2026-05-17T10:05:03+99:00\"", "it InvalidValue")]
    [InlineData("\"0001-01-01T00:00:00+14:00\"", "it InvalidValue")]
    [InlineData("\"9999-12-31T23:59:59-14:00\"", "it InvalidValue")]
    [InlineData("\"1779012303250\"", "it InvalidValue")]
    [InlineData("\"\"", "it InvalidValue")]
    [InlineData("\"\\ud800-05-17T10:05:03Z\"", "it InvalidValue")]
    [InlineData("253402300800000", "it InvalidValue")]
    [InlineData("-62135596800001", "it InvalidValue")]
    [InlineData("1e400", "it InvalidValue")]
    [InlineData("true", "it WrongType")]
    [InlineData("{}", "it WrongType")]
    public void A_time_without_offset_or_out_of_the_calendar_is_noted(string json, string wrong)
    {
        var it = ReadJson.It(json);

        it.Fields.Time("it").ShouldBeNull();
        it.Wrong.ShouldBe([wrong]);
    }

    [Fact]
    public void A_time_that_is_null_is_absent()
    {
        var it = ReadJson.It("null");

        it.Fields.Time("it").ShouldBeNull();
        it.Wrong.ShouldBeEmpty();
    }

    [Fact]
    public void A_wrong_clock_of_the_senders_cancels_out() =>
        TimeReading.Corrected(ReceivedAt, sentAt: ReceivedAt.AddYears(-3), timestamp: ReceivedAt.AddYears(-3).AddSeconds(-9))
            .ShouldBe(ReceivedAt.AddSeconds(-9));

    [Fact]
    public void Without_sentAt_the_time_is_believed() =>
        TimeReading.Corrected(ReceivedAt, sentAt: null, ReceivedAt.AddDays(-2)).ShouldBe(ReceivedAt.AddDays(-2));

    [Fact]
    public void Without_a_time_it_happened_when_it_was_received() =>
        TimeReading.Corrected(ReceivedAt.AddTicks(7), sentAt: ReceivedAt.AddDays(-2), timestamp: null).ShouldBe(ReceivedAt);

    [Fact]
    public void No_clock_makes_the_correction_leave_the_calendar() =>
        Gen.Select(Time, Time).Sample((sent, at) =>
        {
            TimeReading.Corrected(ReceivedAt, sent, at).Offset.ShouldBe(TimeSpan.Zero);
        });

    [Fact]
    public void A_correction_beyond_the_calendar_is_far_too_old_or_far_ahead()
    {
        TimeReading.Corrected(ReceivedAt, DateTimeOffset.MaxValue, DateTimeOffset.MinValue).Year.ShouldBeLessThan(1995);
        TimeReading.Corrected(ReceivedAt, DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Year.ShouldBeGreaterThan(2027);
    }

    private static readonly Gen<DateTimeOffset> Time = Gen.OneOf(
        Gen.OneOf(DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue),
        Gen.Long[DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()]
            .Select(DateTimeOffset.FromUnixTimeMilliseconds));
}
