using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Crashes;

/// <summary>Two processes that accept and two that store, on one broker: the usual set-up at scale, of which some process may always be dead.</summary>
public class TwoOfEachCrashTests(BrokerNode broker) : IClassFixture<BrokerNode>
{
    private const string First = "api";
    private const string Second = "api-2";

    [OwnBrokerFact]
    public async Task What_was_promised_is_stored_once_when_one_api_and_one_worker_are_killed_under_load()
    {
        await using var installation = await MakeAsync();
        var (apis, workers) = await StartAsync(installation);
        await using var load = EventLoad.Start(apis.Select(api => api.Url!));
        for (var kills = Form.Times(2, 15); kills > 0; kills--)
        {
            await load.PromisesMoreAsync(Random.Shared.Next(100, 600));
            await KillAsync(apis[0], workers[0]);
            // The other two go on by themselves.
            await load.PromisesMoreAsync(500);
            (apis[0], workers[0]) = await StartFirstAsync(installation);
        }

        await load.PromisesMoreAsync(500);
        await load.FinishAsync();
        await IsKeptAsync(load, installation);
    }

    [OwnBrokerFact]
    public async Task The_spool_of_a_killed_api_is_sent_on_once_it_is_started_again()
    {
        await using var installation = await MakeAsync();
        var (apis, workers) = await StartAsync(installation);
        await using var load = EventLoad.Start(apis.Select(api => api.Url!));
        for (var kills = Form.Times(1, 4); kills > 0; kills--)
        {
            await load.PromisesMoreAsync(300);
            await broker.AlarmAsync(isOn: true);
            await load.PromisesMoreAsync(300);
            await KillAsync(apis[0], workers[0]);
            await broker.AlarmAsync(isOn: false);
            await load.PromisesMoreAsync(300);
            installation.SpoolFilesOf(First).ShouldNotBeEmpty();
            (apis[0], workers[0]) = await StartFirstAsync(installation);
            apis[0].Said.ShouldContain("wait in the spool and will be stored now");
        }

        await load.PromisesMoreAsync(300);
        await load.FinishAsync();
        await IsKeptAsync(load, installation);
    }

    private async Task<Installation> MakeAsync()
    {
        await BrokerNode.ClearAsync(await broker.UriAsync());
        return new Installation(await broker.UriAsync());
    }

    private static async Task<(TrackingProcess[] Apis, TrackingProcess[] Workers)> StartAsync(Installation installation)
    {
        TrackingProcess[] workers = [installation.StartWorker("worker-1"), installation.StartWorker("worker-2")];
        TrackingProcess[] apis = [installation.StartApi(), installation.StartApi(Second, Http.FreeUrl())];
        foreach (var process in workers.Concat(apis))
            await process.ReadyAsync();
        return (apis, workers);
    }

    private static async Task<(TrackingProcess Api, TrackingProcess Worker)> StartFirstAsync(Installation installation)
    {
        var (api, worker) = (installation.StartApi(), installation.StartWorker("worker-1"));
        return (await api.ReadyAsync(), await worker.ReadyAsync());
    }

    private static Task KillAsync(params IEnumerable<TrackingProcess> processes) => Task.WhenAll(processes.Select(process => process.KillAsync()));

    private async Task IsKeptAsync(EventLoad load, Installation installation)
    {
        await load.ShouldBeKeptAsync(installation);
        load.Unanswered.ShouldBePositive("processes were killed under load");
        foreach (var name in new[] { First, Second })
            await Wait.UntilAsync($"the spool of {name} is empty", 30, () => !installation.SpoolFilesOf(name).Any());
        await Wait.UntilAsync("no message is left that could come once more", 30, async () => await BrokerNode.WaitingAsync(await broker.UriAsync()) == 0);
        (await installation.Store.EventsAsync()).ShouldBe(load.Promises);
    }
}
