using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Outages;

/// <summary>A broker that goes away under load and comes back.</summary>
public class BrokerOutageTests(BrokerNode broker) : IClassFixture<BrokerNode>
{
    /// <summary>An answer waits for one confirm, and before it for that of the batch on its way (2 s each); then the spool takes over.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(8);

    [OwnBrokerTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_the_broker_is_away_the_spool_takes_its_place_and_what_was_promised_is_stored_once(bool killed)
    {
        var uri = await broker.UriAsync();
        await BrokerNode.ClearAsync(uri);
        await using var installation = new Installation(uri);
        await installation.StartWorker().ReadyAsync();
        await installation.StartApi().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        for (var outages = Form.Times(1, 5); outages > 0; outages--)
        {
            await load.PromisesMoreAsync(300);
            await (killed ? broker.KillAsync() : broker.StopAsync());
            await load.PromisesMoreAsync(300);
            await broker.StartAgainAsync();
            await load.PromisesMoreAsync(300, seconds: 90);
        }

        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
        load.Refusals.ShouldBe(0);
        load.LongestAnswer.ShouldBeLessThan(LongestAnswer);
    }
}
