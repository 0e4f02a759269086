using System.Text.Json;
using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Figures;

/// <summary>The same events, brought by three clients at the same time.</summary>
[Collection(SharedBrokerTests.Name)]
public class ThreeClientsTests(SharedBroker shared)
{
    private const int Clients = 3;
    private const int BatchSize = 10;
    private const int RequestsAtOnce = 4;
    private const double StoredWithin = 90;
    private static readonly int Events = Form.Times(2_000, 20_000);

    [Fact]
    public async Task Embedded_each_event_counts_once_and_the_rest_as_duplicates()
    {
        await using var installation = new Installation();
        await installation.StartEmbedded().ReadyAsync();
        await CountsOnceAsync(installation.Url);
    }

    [BrokerFact]
    public async Task By_a_broker_and_two_workers_each_event_counts_once_and_the_rest_as_duplicates()
    {
        await using var installation = new Installation(await shared.UriAsync());
        await installation.StartWorker("worker-1").ReadyAsync();
        await installation.StartWorker("worker-2").ReadyAsync();
        await installation.StartApi().ReadyAsync();
        await CountsOnceAsync(installation.Url);
    }

    private static async Task CountsOnceAsync(string url)
    {
        var now = DateTimeOffset.UtcNow;
        var events = Enumerable.Range(0, Events)
            .Select(number => new SentEvent(number, $"v{number % 80}", now.AddMilliseconds(-number), "page_view", "/")).ToList();
        await Parallel.ForEachAsync(
            events.Chunk(BatchSize), new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce }, async (batch, _) => await SendByAllAsync(url, batch));

        await Wait.UntilAsync("all that was sent is counted", StoredWithin, async () => (await QualityAsync(url)).Received >= Clients * Events);
        (await QualityAsync(url)).ShouldBe((Clients * Events, Events, (Clients - 1) * Events));
        (await PromisesKept.ReportedAsync(url)).ShouldBe(events.Select(one => $"figures-{one.Number}"), ignoreOrder: true);
    }

    /// <summary>None knows of the others: each is promised all of it.</summary>
    private static async Task SendByAllAsync(string url, SentEvent[] batch) =>
        (await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Http.SendEventsAsync(url, Installation.WriteKey, SentEvent.ToRequest(batch)))))
            .ShouldAllBe(accepted => accepted == batch.Length);

    /// <summary>What became of all events by the report of quality.</summary>
    private static async Task<(int Received, int Accepted, int Duplicates)> QualityAsync(string url)
    {
        using var report = JsonDocument.Parse(await Http.GetAsync($"{url}/v1/reports/quality", Installation.SecretKey));
        var days = report.RootElement.GetProperty("days").EnumerateArray().ToList();
        return (Sum("received"), Sum("accepted"), Sum("duplicates"));

        int Sum(string count) => days.Sum(day => day.GetProperty(count).GetInt32());
    }
}
