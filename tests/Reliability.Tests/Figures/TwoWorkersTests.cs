using System.Globalization;
using System.Text.Json;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Figures;

/// <summary>Figures of what four senders bring at once, in any order and partly twice, and two workers store in one database.</summary>
[Collection(SharedBrokerTests.Name)]
public class TwoWorkersTests(SharedBroker shared)
{
    private const int Events = 3_000;
    private const int Senders = 4;
    private const int BatchSize = 10;
    private const string Zone = "Asia/Kathmandu";
    private const double StoredWithin = 90;
    private static readonly TimeSpan Offset = new(5, 45, 0);

    [BrokerFact]
    public async Task Reports_are_the_plain_count_of_what_was_sent()
    {
        await using var installation = new Installation(await shared.UriAsync());
        TrackingProcess[] workers = [installation.StartWorker("worker-1"), installation.StartWorker("worker-2")];
        var api = installation.StartApi();
        foreach (var process in workers.Append(api))
            await process.ReadyAsync();

        var now = DateTimeOffset.UtcNow;
        var events = Visits.Before(now, Events, new Random(1));
        var sent = await SendAsync(installation.Url, events, now);
        await Wait.UntilAsync(
            "all that was sent is stored", StoredWithin, async () => (await ConsumedAsync(workers)).Sum() >= sent,
            () => string.Concat(workers.Select(worker => worker.Said)));

        (await ConsumedAsync(workers)).ShouldAllBe(events => events > 0, "each worker has stored something");
        // Each waits for the other to have written; neither fails by it.
        workers.ShouldAllBe(worker => !worker.Said.Contains("does not store"), string.Concat(workers.Select(worker => worker.Said)));
        await ReportsAreAsync(installation.Url, events, DateOnly.FromDateTime(now.ToOffset(Offset).DateTime));
    }

    /// <summary>Sends all of them and a tenth once more, by two servers and by two browsers, which may send only what is not old.</summary>
    private static async Task<int> SendAsync(string url, IReadOnlyList<SentEvent> events, DateTimeOffset now)
    {
        var random = new Random(2);
        var order = events.Concat(events.Where(_ => random.Next(10) == 0)).ToArray();
        random.Shuffle(order);
        var shares = order.ToLookup(one => random.Next(now - one.At < TimeSpan.FromDays(29) ? Senders : Senders / 2));
        await Task.WhenAll(shares.Select(share => Task.Run(async () =>
        {
            var key = share.Key < Senders / 2 ? Installation.SecretKey : Installation.WriteKey;
            foreach (var batch in share.Chunk(BatchSize))
                (await Http.SendEventsAsync(url, key, SentEvent.ToRequest(batch))).ShouldBe(batch.Length);
        })));
        return order.Length;
    }

    /// <summary>How many events each worker has taken from the queue and stored, or known as repetitions.</summary>
    private static async Task<IReadOnlyList<double>> ConsumedAsync(IEnumerable<TrackingProcess> workers)
    {
        const string metric = "tracking_events_consumed";
        return await Task.WhenAll(workers.Select(async worker =>
        {
            var text = await Http.GetAsync($"{worker.Url}/metrics", Installation.SecretKey);
            return text.Split('\n').Where(line => line.StartsWith(metric, StringComparison.Ordinal))
                .Sum(line => double.Parse(line.Split('}')[^1].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
        }));
    }

    private static async Task ReportsAreAsync(string url, IReadOnlyList<SentEvent> events, DateOnly today)
    {
        // Some events lie before the range, and some sessions begin there.
        var (from, to) = (today.AddDays(-85), today.AddDays(1));
        var plain = new PlainFigures(events, StartOf(from), StartOf(to));
        var range = string.Create(CultureInfo.InvariantCulture, $"from={from:O}&to={to:O}&timezone={Zone}&bots=include");

        using var overview = await ReportAsync("overview?");
        var metrics = overview.RootElement.GetProperty("metrics");
        foreach (var (metric, value) in plain.Overview)
            metrics.GetProperty(metric).GetDouble().ShouldBe(value, 1e-6, metric);
        metrics.GetProperty("revenue").EnumerateArray()
            .ToDictionary(one => one.GetProperty("currency").GetString()!, one => one.GetProperty("amount").GetDecimal()).ShouldBe(plain.Revenue, ignoreOrder: true);

        using var timeseries = await ReportAsync("timeseries?interval=day&");
        timeseries.RootElement.GetProperty("points").EnumerateArray()
            .Select(point => Line(point, point.GetProperty("start").GetString()![..10], "visitors", "sessions", "pageViews", "events", "transactions"))
            .ShouldBe(Enumerable.Range(0, to.DayNumber - from.DayNumber).Select(days => plain.OfDay(from.AddDays(days), Offset)));

        foreach (var dimension in new[] { "page", "entryPage", "event" })
        {
            using var breakdown = await ReportAsync($"breakdown?dimension={dimension}&limit=1000&");
            breakdown.RootElement.GetProperty("rows").EnumerateArray()
                .Select(row => Line(row, row.GetProperty("value").GetString()!, "visitors", "sessions", "pageViews", "events"))
                .ShouldBe(plain.Breakdown(dimension), ignoreOrder: true, dimension);
        }

        async Task<JsonDocument> ReportAsync(string report) =>
            JsonDocument.Parse(await Http.GetAsync($"{url}/v1/reports/{report}{range}", Installation.SecretKey));
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset);

    private static string Line(JsonElement row, string value, params IEnumerable<string> figures) =>
        PlainFigures.Line(value, figures.Select(figure => row.GetProperty(figure).GetInt32()));
}
