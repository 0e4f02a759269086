using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Outages;

/// <summary>A broker that goes away under load, or takes nothing, and comes back.</summary>
public class BrokerOutageTests(BrokerNode broker) : IClassFixture<BrokerNode>
{
    /// <summary>An answer waits for one confirm, and before it for that of the batch on its way (2 s each); then the spool takes over.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(8);

    /// <summary>What happens to the broker.</summary>
    public enum Outage
    {
        /// <summary>It is stopped in good order.</summary>
        Stopped,

        /// <summary>SIGKILL.</summary>
        Killed,

        /// <summary>Its disk is nearly full, so that it blocks publishers.</summary>
        DiskAlarm,
    }

    [OwnBrokerTheory]
    [InlineData(Outage.Stopped)]
    [InlineData(Outage.Killed)]
    [InlineData(Outage.DiskAlarm)]
    public async Task While_the_broker_is_away_the_spool_takes_its_place_and_what_was_promised_is_stored_once(Outage outage)
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
            await BeginAsync(outage);
            await load.PromisesMoreAsync(300);
            installation.SpoolFilesOf("api").ShouldNotBeEmpty();
            await EndAsync(outage);
            await load.PromisesMoreAsync(300, seconds: 90);
        }

        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
        load.Refusals.ShouldBe(0);
        load.LongestAnswer.ShouldBeLessThan(LongestAnswer);
        await Wait.UntilAsync("the spool is empty", 30, () => !installation.SpoolFilesOf("api").Any());
    }

    [OwnBrokerFact]
    public async Task A_broker_that_is_slow_is_bridged_and_the_spool_drains_at_its_pace()
    {
        var uri = await broker.UriAsync();
        await BrokerNode.ClearAsync(uri);
        await using var link = new SlowLink(uri);
        await using var installation = new Installation(uri);
        await installation.StartWorker().ReadyAsync();
        var api = await installation.StartApi([("ConnectionStrings__RabbitMq", link.Uri)]).ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        await load.PromisesMoreAsync(100);
        link.Delay = TimeSpan.FromSeconds(3);
        await load.PromisesMoreAsync(300);
        installation.SpoolFilesOf("api").ShouldNotBeEmpty();

        await load.FinishAsync();
        await Wait.UntilAsync("the spool is empty", 60, () => !installation.SpoolFilesOf("api").Any(), () => api.Said);
        await load.ShouldBeKeptAsync(installation);
        load.Refusals.ShouldBe(0);
        load.LongestAnswer.ShouldBeLessThan(LongestAnswer);
    }

    [OwnBrokerFact]
    public async Task A_worker_whose_login_was_refused_ends_once_it_holds_so_that_another_is_started()
    {
        var uri = await broker.UriAsync();
        await BrokerNode.ClearAsync(uri);
        await using var installation = new Installation(uri);
        var worker = await installation.StartWorker().ReadyAsync();
        await installation.StartApi().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        await load.PromisesMoreAsync(100);
        await broker.RefuseLoginAsync(isOn: true);
        await load.PromisesMoreAsync(100);
        await Wait.UntilAsync("the worker says so", 60, () => worker.Said.Contains("cannot take from the broker", StringComparison.Ordinal), () => worker.Said);
        await broker.RefuseLoginAsync(isOn: false);
        (await worker.ExitAsync(60)).ShouldBe(1, worker.Said);
        installation.StartWorker();

        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
    }

    private Task BeginAsync(Outage outage) => outage switch
    {
        Outage.Stopped => broker.StopAsync(),
        Outage.Killed => broker.KillAsync(),
        _ => broker.AlarmAsync(isOn: true),
    };

    private Task EndAsync(Outage outage) => outage == Outage.DiskAlarm ? broker.AlarmAsync(isOn: false) : broker.StartAgainAsync();
}
