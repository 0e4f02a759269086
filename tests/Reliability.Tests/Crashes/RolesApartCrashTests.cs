using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Crashes;

/// <summary>Processes for accepting and for storing, with a broker between them, killed at any moment.</summary>
[Collection(SharedBrokerTests.Name)]
public class RolesApartCrashTests(SharedBroker shared)
{
    [BrokerFact]
    public async Task What_was_promised_is_stored_once_however_often_api_and_worker_are_killed()
    {
        var broker = await shared.UriAsync();
        await using var installation = new Installation(broker);
        var worker = await installation.StartWorker().ReadyAsync();
        var api = await installation.StartApi().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        for (var kills = Form.Times(4, 30); kills > 0; kills--)
        {
            await load.PromisesMoreAsync(Random.Shared.Next(20, 400));
            await Task.Delay(Random.Shared.Next(600));
            if (kills % 2 == 0)
            {
                await worker.KillAsync();
                worker = installation.StartWorker();
            }
            else
            {
                await api.KillAsync();
                api = installation.StartApi();
            }
        }

        await load.PromisesMoreAsync(100);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
        load.Unanswered.ShouldBePositive();

        // Nothing is left that could come once more.
        worker.Terminate();
        (await worker.ExitAsync(15)).ShouldBe(0);
        (await BrokerNode.WaitingAsync(broker)).ShouldBe(0u);
        (await installation.Store.EventsAsync()).ShouldBe(load.Promises);
    }
}
