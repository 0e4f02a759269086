using System.Net;
using System.Net.Sockets;
using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Outages;

/// <summary>A process that starts while its database is away accepts events with what it knew of sites and keys before.</summary>
[Collection(SharedBrokerTests.Name)]
public class AbsentDatabaseTests(SharedBroker shared)
{
    private const string Event = """{"type":"page_view","properties":{"url":"https://shop.example/"}}""";

    [BrokerFact]
    public async Task An_api_process_starts_and_accepts_while_the_database_is_away_and_what_was_promised_is_stored_once()
    {
        await using var installation = new Installation(await shared.UriAsync());
        var worker = await installation.StartWorker().ReadyAsync();
        var api = await installation.StartApi().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        await load.PromisesMoreAsync(100);
        await SnapshotAsync(installation, "api");
        await StopAsync(api);
        await StopAsync(worker);
        using (installation.Store.TakeAway())
        {
            api = await installation.StartApi().ReadyAsync();
            await AcceptsAsync(load);
            await ShouldRunOnTheSnapshotAsync(installation, api);

            // What it knows outlives this process too.
            await api.KillAsync();
            api = await installation.StartApi().ReadyAsync();
            await AcceptsAsync(load);
            (await installation.StartWorker().ExitAsync(60)).ShouldBe(1, "a worker is nothing without its database");
        }

        await installation.StartWorker().ReadyAsync();
        await Wait.UntilAsync(
            "the database's return is told", 60, () => api.Output.Contains("The database is read again", StringComparison.Ordinal), () => api.Said);
        await load.PromisesMoreAsync(100);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
        (await Http.GetAsync($"{installation.Url}/health/ready", Installation.WriteKey)).ShouldContain("\"status\":\"healthy\"");
    }

    [Fact]
    public async Task An_embedded_process_does_so_too_and_stores_once_the_database_is_back()
    {
        await using var installation = new Installation();
        var process = await installation.StartEmbedded().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        await load.PromisesMoreAsync(100);
        await SnapshotAsync(installation, "data");
        await StopAsync(process);
        using (installation.Store.TakeAway())
        {
            process = await installation.StartEmbedded().ReadyAsync();
            await AcceptsAsync(load);
            await ShouldRunOnTheSnapshotAsync(installation, process);
        }

        await load.PromisesMoreAsync(100);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
        process.Output.ShouldContain("The database is read again");
    }

    [BrokerFact]
    public async Task A_database_that_takes_connections_and_says_nothing_keeps_no_api_process_from_starting_and_accepting()
    {
        await using var installation = new Installation(await shared.UriAsync());
        await installation.StartWorker().ReadyAsync();
        var api = await installation.StartApi().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        await load.PromisesMoreAsync(100);
        await SnapshotAsync(installation, "api");
        await StopAsync(api);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        api = await installation.StartApi(
            ("Storage__Provider", "SqlServer"),
            ("ConnectionStrings__Tracking", $"Server=tcp:127.0.0.1,{((IPEndPoint)silent.LocalEndpoint).Port};Connect Timeout=120;User Id=a;Password=b")).ReadyAsync();
        await AcceptsAsync(load);
        (await Http.GetAsync($"{installation.Url}/health/ready", Installation.WriteKey)).ShouldContain("\"status\":\"degraded\"");
        await StopAsync(api);

        await installation.StartApi().ReadyAsync();
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
    }

    private static async Task AcceptsAsync(EventLoad load)
    {
        var refusals = load.Refusals;
        await load.PromisesMoreAsync(300);
        load.Refusals.ShouldBe(refusals, "accepting needs no database");
    }

    private static async Task ShouldRunOnTheSnapshotAsync(Installation installation, TrackingProcess process)
    {
        var url = installation.Url;
        (await Http.StatusAsync($"{url}/v1/events", "wk_nobody-knows-this-key", Event)).ShouldBe(401);
        (await Http.StatusAsync($"{url}/v1/events", Installation.SecretKey, """{"events":[{"type":"page_view"}]}""")).ShouldBe(400, "its key is known");
        (await Http.StatusAsync($"{url}/v1/reports/overview", Installation.SecretKey)).ShouldBe(503);
        (await Http.GetAsync($"{url}/health/ready", Installation.WriteKey)).ShouldContain("\"status\":\"degraded\"");
        process.Output.Split("The database is away. This process accepts events with the sites, settings and keys of 2").Length.ShouldBe(2, process.Said);
    }

    private static Task SnapshotAsync(Installation installation, string folder) =>
        Wait.UntilAsync("the snapshot is written", 60, () => File.Exists(installation.DataPath(folder, "snapshot")));

    private static async Task StopAsync(TrackingProcess process)
    {
        process.Terminate();
        (await process.ExitAsync(30)).ShouldBe(0, process.Said);
    }
}
