using System.Net.Sockets;
using System.Text;
using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Starts;

/// <summary>A process that is told to stop while it works.</summary>
[Collection(SharedBrokerTests.Name)]
public class StopTests(SharedBroker shared)
{
    private const double StopsWithin = 10;

    [Fact]
    public async Task A_process_that_is_told_to_stop_ends_well_and_keeps_what_it_promised()
    {
        await using var installation = new Installation();
        var process = await installation.StartEmbedded().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        for (var stops = Form.Times(2, 10); stops > 0; stops--)
        {
            await load.PromisesMoreAsync(300);
            process.Terminate();
            (await process.ExitAsync(StopsWithin)).ShouldBe(0, process.Said);
            process = installation.StartEmbedded();
        }

        await load.PromisesMoreAsync(100);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
    }

    [Fact]
    public async Task Who_asks_for_readiness_hears_that_it_stops_before_it_stops_listening()
    {
        await using var installation = new Installation();
        var process = await installation.StartEmbedded().ReadyAsync();
        process.Terminate();

        await Wait.UntilAsync("it is not ready", 5, async () => await Http.StatusAsync($"{installation.Url}/health/ready") == 503, () => process.Said);
        (await process.ExitAsync(StopsWithin)).ShouldBe(0, process.Said);
    }

    [Fact]
    public async Task A_body_that_does_not_end_leaves_time_to_write_down_what_waits()
    {
        await using var installation = new Installation();
        var process = await installation.StartEmbedded().ReadyAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(installation.Url).Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {Installation.WriteKey}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"));
        await Task.Delay(200);
        process.Terminate();

        // Two seconds in which it listens, three for what it has.
        (await process.ExitAsync(StopsWithin - 2)).ShouldBe(0, process.Said);
    }

    [BrokerFact]
    public async Task Api_and_worker_end_well_and_keep_what_they_promised()
    {
        var broker = await shared.UriAsync();
        await using var installation = new Installation(broker);
        var worker = await installation.StartWorker().ReadyAsync();
        var api = await installation.StartApi().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        for (var stops = Form.Times(1, 5); stops > 0; stops--)
        {
            await load.PromisesMoreAsync(300);
            api.Terminate();
            (await api.ExitAsync(StopsWithin)).ShouldBe(0, api.Said);
            api = installation.StartApi();
            await load.PromisesMoreAsync(300);
            worker.Terminate();
            (await worker.ExitAsync(StopsWithin)).ShouldBe(0, worker.Said);
            worker = installation.StartWorker();
        }

        await load.PromisesMoreAsync(100);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
    }

    [Fact]
    public async Task A_process_whose_database_is_stuck_ends_well_and_keeps_what_it_promised()
    {
        await using var installation = new Installation();
        var process = await installation.StartEmbedded().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        await load.PromisesMoreAsync(50);
        await using (await installation.Store.LockAsync())
        {
            await load.PromisesMoreAsync(100);
            process.Terminate();
            // What waits for Sqlite's lock cannot be called back, and is left behind.
            (await process.ExitAsync(StopsWithin)).ShouldBe(0, process.Said);
        }

        await installation.StartEmbedded().ReadyAsync();
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
    }
}
