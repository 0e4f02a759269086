using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Outages;

/// <summary>A database that lets a worker write nothing for a while, with a broker in between.</summary>
[Collection(SharedBrokerTests.Name)]
public class LockedDatabaseTests(SharedBroker shared)
{
    [BrokerFact]
    public async Task What_is_promised_while_a_workers_database_is_locked_is_stored_once()
    {
        var broker = await shared.UriAsync();
        await BrokerNode.ClearAsync(broker);
        await using var installation = new Installation(broker);
        await installation.StartWorker().ReadyAsync();
        await installation.StartApi().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        await load.PromisesMoreAsync(200);
        await using (await installation.Store.LockAsync())
        {
            // Longer than a worker tries a batch before it hands it back.
            var end = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(end) < TimeSpan.FromSeconds(Form.Times(6, 20)))
                await load.PromisesMoreAsync(20);
            load.Refusals.ShouldBe(0, "accepting needs no database");
        }

        await load.PromisesMoreAsync(100);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
    }
}
