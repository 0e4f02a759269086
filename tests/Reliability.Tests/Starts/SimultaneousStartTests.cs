using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Starts;

/// <summary>Processes that start in any order on an empty database.</summary>
[Collection(SharedBrokerTests.Name)]
public class SimultaneousStartTests(SharedBroker shared)
{
    [BrokerFact]
    public async Task Two_workers_that_start_at_once_make_one_site_and_its_two_keys()
    {
        for (var times = Form.Times(2, 10); times > 0; times--)
        {
            await using var installation = new Installation(await shared.UriAsync());
            var workers = new[] { installation.StartWorker("worker-1"), installation.StartWorker("worker-2") };
            foreach (var worker in workers)
                await worker.ReadyAsync();
            (await installation.Store.NumberAsync("SELECT COUNT(*) FROM Sites")).ShouldBe(1);
            (await installation.Store.ReadAsync("SELECT Kind FROM SiteKeys ORDER BY Kind", row => row.GetInt32(0))).ShouldBe([0, 1]);
            workers.ShouldAllBe(worker => !worker.HasExited);
        }
    }

    [BrokerFact]
    public async Task An_api_that_starts_before_any_worker_asks_to_come_back_until_one_has_made_the_database()
    {
        await using var installation = new Installation(await shared.UriAsync());
        var api = installation.StartApi();
        await Wait.UntilAsync("the api answers", 60, async () => await Http.StatusAsync($"{installation.Url}/health/live") == 200, () => api.Said);
        await using var load = EventLoad.Start(installation.Url);
        await load.RefusesMoreAsync(5);
        load.Promises.ShouldBe(0);

        await installation.StartWorker().ReadyAsync();
        await load.PromisesMoreAsync(500);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
        api.HasExited.ShouldBeFalse();
    }
}
