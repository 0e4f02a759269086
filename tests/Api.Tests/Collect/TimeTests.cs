using System.Text.Json.Nodes;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Collect;

/// <summary>HTTP contract v1, "Collect": when an event happened.</summary>
[Collection(OneService.Name)]
public sealed class TimeTests(ServiceFixture fixture)
{
    /// <summary>What a slow machine may add between sending and receiving.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Without_a_timestamp_it_is_the_time_of_receipt()
    {
        var before = DateTimeOffset.UtcNow;
        var stored = await StoreAsync(Sample.PageView());
        stored.Timestamp.ShouldBe(stored.ReceivedAt);
        stored.ReceivedAt.ShouldBeInRange(before.AddMilliseconds(-1), DateTimeOffset.UtcNow);
    }

    [Theory]
    [InlineData("\"{0:yyyy-MM-ddTHH:mm:ss.fffZ}\"")]
    [InlineData("\"{0:yyyy-MM-ddTHH:mm:ss.fff}+00:00\"")]
    [InlineData("\"{1:yyyy-MM-ddTHH:mm:ss.fffzzz}\"")]
    [InlineData("\"{0:yyyy-MM-ddTHH:mm:ss.fff}4567Z\"")]
    [InlineData("{2}")]
    [InlineData("{2}.0")]
    public async Task A_time_is_iso_8601_with_offset_or_epoch_milliseconds(string format)
    {
        var time = Now(-TimeSpan.FromHours(5));
        var text = string.Format(format, time, time.ToOffset(TimeSpan.FromHours(-3)), time.ToUnixTimeMilliseconds());
        (await StoreAsync(Sample.PageView().With("timestamp", JsonNode.Parse(text)))).Timestamp.ShouldBe(time);
    }

    [Theory]
    [InlineData("\"2026-05-17T10:05:03\"")]
    [InlineData("\"2026-05-17\"")]
    [InlineData("\"17/05/2026 10:05\"")]
    [InlineData("\"2026-02-30T00:00:00Z\"")]
    [InlineData("\"2026-05-17T25:00:00Z\"")]
    [InlineData("\"0001-01-01T00:00:00+14:00\"")]
    [InlineData("\"9999-12-31T23:59:59-14:00\"")]
    [InlineData("\"now\"")]
    [InlineData("\"1763000000000\"")]
    [InlineData("1e30")]
    [InlineData("-1e30")]
    [InlineData("9223372036854775807")]
    public async Task What_is_no_time_is_an_error(string value)
    {
        (await PostAsync(Sample.PageView().With("timestamp", JsonNode.Parse(value)))).ShouldBeProblem(400).Errors.Keys.ShouldBe(["timestamp"]);
        (await PostAsync(Sample.PageView().With("sentAt", JsonNode.Parse(value)))).ShouldBeProblem(400).Errors.Keys.ShouldBe(["sentAt"]);
    }

    [Theory]
    [InlineData(-7_200, 60)]
    [InlineData(7_200, 60)]
    [InlineData(86_400 * 400, 5)]
    [InlineData(-86_400 * 400, 5)]
    public async Task A_wrong_clock_cancels_out_by_sentAt(int skewSeconds, int agoSeconds)
    {
        var sent = Now(TimeSpan.FromSeconds(skewSeconds));
        var view = Sample.PageView().With("timestamp", Text(sent.AddSeconds(-agoSeconds)));
        foreach (var request in (JsonObject[])[Sample.Batch(view.DeepClone()).With("sentAt", Text(sent)), ((JsonObject)view.DeepClone()).With("sentAt", Text(sent))])
        {
            var stored = await StoreAsync(request);
            (stored.ReceivedAt - stored.Timestamp).TotalSeconds.ShouldBe(agoSeconds, tolerance: 0.002);
        }
    }

    [Fact]
    public async Task Without_sentAt_the_timestamp_is_believed()
    {
        var time = Now(-TimeSpan.FromHours(2));
        (await StoreAsync(Sample.PageView().With("timestamp", Text(time)))).Timestamp.ShouldBe(time);
    }

    [Theory]
    [InlineData(false, -30, true)]
    [InlineData(true, -30, true)]
    [InlineData(false, -31, false)]
    [InlineData(true, -31, true)]
    [InlineData(true, -10_000, true)]
    public async Task A_write_key_sends_30_days_back_at_most_and_a_secret_key_history(bool secret, int days, bool isTaken)
    {
        var view = Sample.PageView().With("timestamp", Text(Now(TimeSpan.FromDays(days) + (days == -30 ? Slack : TimeSpan.Zero))));
        await ShouldBeAsync(view, secret, isTaken);
    }

    [Theory]
    [InlineData("1995-01-01T00:00:00Z", true)]
    [InlineData("1994-12-31T23:59:59.999Z", false)]
    [InlineData("1995-01-01T00:00:00+01:00", false)]
    [InlineData("0001-01-01T00:00:00Z", false)]
    public async Task History_goes_back_to_1995(string time, bool isTaken) =>
        await ShouldBeAsync(Sample.PageView().With("timestamp", time), secret: true, isTaken);

    [Theory]
    [InlineData(false, 59, true)]
    [InlineData(true, 59, true)]
    [InlineData(false, 61, false)]
    [InlineData(true, 61, false)]
    [InlineData(true, 60 * 24 * 365 * 100, false)]
    public async Task No_event_lies_more_than_an_hour_ahead(bool secret, int minutes, bool isTaken) =>
        await ShouldBeAsync(Sample.PageView().With("timestamp", Text(Now(TimeSpan.FromMinutes(minutes)))), secret, isTaken);

    [Fact]
    public async Task The_limits_hold_after_the_correction()
    {
        var sent = Now(TimeSpan.FromDays(90));
        await ShouldBeAsync(Sample.Batch(Sample.PageView().With("timestamp", Text(sent))).With("sentAt", Text(sent)), secret: false, isTaken: true);
        await ShouldBeAsync(
            Sample.Batch(Sample.PageView().With("timestamp", Text(Now(TimeSpan.Zero)))).With("sentAt", Text(sent)), secret: false, isTaken: false);
        await ShouldBeAsync(
            Sample.Batch(Sample.PageView().With("timestamp", "9999-12-31T23:59:59Z")).With("sentAt", "0001-01-01T00:00:00Z"), secret: true, isTaken: false);
        await ShouldBeAsync(
            Sample.Batch(Sample.PageView().With("timestamp", "0001-01-01T00:00:00Z")).With("sentAt", "9999-12-31T23:59:59Z"), secret: true, isTaken: false);
    }

    private static DateTimeOffset Now(TimeSpan offset) =>
        DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()) + offset;

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ");

    private async Task<StoredEvent> StoreAsync(JsonObject json) => await (await fixture.Service.CreateSiteAsync()).StoreAsync(json);

    private async Task ShouldBeAsync(JsonObject json, bool secret, bool isTaken)
    {
        var answer = await PostAsync(json, secret ? RunningService.SecretKey : RunningService.WriteKey);
        if (isTaken)
            answer.Status.ShouldBe(202, answer.Text);
        else
            answer.ShouldBeProblem(400).Rejected.Single().Errors.Keys.ShouldBe(["timestamp"]);
    }

    private Task<Answer> PostAsync(JsonObject json, string key = RunningService.WriteKey) =>
        fixture.Service.SendAsync(HttpMethod.Post, "/v1/events", json.ToJsonString(), key);
}
