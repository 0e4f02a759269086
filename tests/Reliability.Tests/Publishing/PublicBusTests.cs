using System.Text;
using RabbitMQ.Client;
using Tracking.Reliability.Tests.Destinations;
using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;
using Tracking.StandIns;

namespace Tracking.Reliability.Tests.Publishing;

/// <summary>The public bus (bus contract v1), read by a client that knows nothing of the program.</summary>
public class PublicBusTests(BrokerNode broker) : IClassFixture<BrokerNode>
{
    private const double Patience = 60;

    private static readonly (string, string)[] Forwarding =
        [("Destinations__AllowedNetworks", "127.0.0.0/8"), ("Destinations__Secret", "reliability-tests-secret")];

    [OwnBrokerFact]
    public async Task Each_bound_queue_and_destination_gets_what_is_stored_however_often_the_worker_is_killed_and_the_broker_stops()
    {
        var uri = await broker.UriAsync();
        await BrokerNode.ClearAsync(uri);
        await using var installation = new Installation(uri);
        var all = await SubscribedQueue.BindAsync(uri, SubscribedQueue.Events, "shop.#");
        var views = await SubscribedQueue.BindAsync(uri, SubscribedQueue.Events, "*.page_view");
        await using var receiver = new WebhookStandIn(ForwardingTests.Secret);
        await receiver.StartAsync();
        var worker = await installation.StartWorker(settings: Forwarding).ReadyAsync();
        await installation.StartApi(Forwarding).ReadyAsync();
        await ForwardingTests.AddAsync(installation, receiver.Address);
        await using var load = EventLoad.Start(installation.Url);
        for (var kills = Form.Times(4, 20); kills > 0; kills--)
        {
            await load.PromisesMoreAsync(Random.Shared.Next(20, 400));
            if (kills % Form.Times(2, 10) == 1)
            {
                await broker.StopAsync();
                await load.PromisesMoreAsync(100);
                await broker.StartAgainAsync();
            }

            // In the middle of publishing, and not before.
            var published = await PublishedAsync(installation);
            await Wait.UntilAsync("more is published", Patience, async () => await PublishedAsync(installation) > published, () => worker.Said);
            await Task.Delay(Random.Shared.Next(300));
            await worker.KillAsync();
            worker = installation.StartWorker(settings: Forwarding);
        }

        var late = await SubscribedQueue.BindAsync(uri, SubscribedQueue.Events, "#");
        await load.PromisesMoreAsync(200, seconds: 90);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
        var last = await installation.Store.NumberAsync("SELECT MAX(Id) FROM Events");
        await Wait.UntilAsync("all that is stored is published", 120,
            async () => await PublishedAsync(installation) == last, () => worker.Said);

        var stored = await installation.Store.ReadAsync("SELECT MessageId, Type FROM Events", row => (Id: row.GetString(0), Type: row.GetString(1)));
        (await all.TakeAllAsync()).Select(message => message.Id).Distinct().Order().ShouldBe(stored.Select(one => one.Id).Order());
        (await views.TakeAllAsync()).Select(message => message.Id).Distinct().Order()
            .ShouldBe(stored.Where(one => one.Type == "page_view").Select(one => one.Id).Order());
        var lately = (await late.TakeAllAsync()).Select(message => message.Id).Distinct().ToList();
        lately.Count.ShouldBeInRange(200, stored.Count - 1);
        lately.Except(stored.Select(one => one.Id)).ShouldBeEmpty();

        await Wait.UntilAsync("all that may be forwarded has arrived", 120, () => receiver.Received.Count >= load.Promised.Count, () => worker.Said);
        receiver.Received.Keys.Order().ShouldBe(load.Promised.Order());
    }

    [OwnBrokerTheory]
    [InlineData("classic")]
    [InlineData("quorum")]
    public async Task A_full_queue_that_refuses_loses_what_it_refuses_and_holds_up_no_other(string kind)
    {
        const int Sent = 1_200;
        var uri = await broker.UriAsync();
        await BrokerNode.ClearAsync(uri);
        await using var installation = new Installation(uri);
        var healthy = await SubscribedQueue.BindAsync(uri, SubscribedQueue.Events, "#");
        var full = await SubscribedQueue.BindAsync(uri, SubscribedQueue.Events, "#",
            new Dictionary<string, object?> { ["x-queue-type"] = kind, ["x-max-length"] = 10, ["x-overflow"] = "reject-publish" });
        var worker = await installation.StartWorker().ReadyAsync();
        await installation.StartApi().ReadyAsync();
        for (var batch = 0; batch < Sent; batch += 100)
        {
            var events = Enumerable.Range(batch, 100).Select(number => $$"""{ "type": "custom", "name": "n", "messageId": "m-{{number}}", "anonymousId": "ana" }""");
            await PostAsync(installation, "/v1/events", 202, $$"""{ "events": [ {{string.Join(',', events)}} ] }""");
        }

        await Wait.UntilAsync("all is published", Patience, async () => await PublishedAsync(installation) == Sent, () => worker.Said);
        (await healthy.TakeAllAsync()).Select(message => message.Id).Distinct().Count().ShouldBe(Sent);
        (await full.TakeAllAsync()).Count.ShouldBeLessThan(Sent / 2);
        worker.Said.Split("refuses messages").Length.ShouldBe(2, worker.Said);
    }

    [OwnBrokerFact]
    public async Task Events_and_decisions_are_cloud_events_that_any_client_can_read()
    {
        var uri = await broker.UriAsync();
        await BrokerNode.ClearAsync(uri);
        await using var installation = new Installation(uri);
        var events = await SubscribedQueue.BindAsync(uri, SubscribedQueue.Events, "shop.custom.#");
        var decisions = await SubscribedQueue.BindAsync(uri, SubscribedQueue.Privacy, "shop.consent_changed");
        var worker = await installation.StartWorker().ReadyAsync();
        await installation.StartApi().ReadyAsync();

        await PostAsync(installation, "/v1/consents", 201, """{ "anonymousId": "ana", "decisions": { "analytics": true, "marketing": false } }""");
        await PostAsync(installation, "/v1/events", 202,
            """{ "type": "custom", "name": "Sign-up done", "messageId": "m-1", "anonymousId": "ana", "properties": { "plan": "pro" } }""");
        await Wait.UntilAsync("both are there", Patience,
            async () => await events.WaitingAsync() == 1 && await decisions.WaitingAsync() == 1, () => worker.Said);

        var message = (await events.TakeAllAsync()).ShouldHaveSingleItem();
        message.RoutingKey.ShouldBe("shop.custom.sign_up_done");
        (message.Properties.ContentType, message.Properties.MessageId, message.Properties.DeliveryMode)
            .ShouldBe(("application/cloudevents+json", "m-1", DeliveryModes.Persistent));
        message.Body.GetProperty("type").GetString().ShouldBe("tracking.custom.v1");
        message.Body.GetProperty("source").GetString().ShouldBe("/sites/shop");
        message.Body.GetProperty("subject").GetString().ShouldBe("ana");
        message.Body.GetProperty("data").GetProperty("properties").GetProperty("plan").GetString().ShouldBe("pro");

        var decision = (await decisions.TakeAllAsync()).ShouldHaveSingleItem().Body.GetProperty("data");
        decision.GetProperty("subject").GetProperty("anonymousId").GetString().ShouldBe("ana");
        decision.GetProperty("decisions").GetProperty("marketing").GetBoolean().ShouldBeFalse();
        await Wait.UntilAsync("the subject is in the store no longer", Patience,
            async () => await installation.Store.NumberAsync("SELECT COUNT(*) FROM OutboxMessages") == 0);
    }

    /// <summary>The number of the last event that has gone out.</summary>
    private static Task<long> PublishedAsync(Installation installation) =>
        installation.Store.NumberAsync("SELECT Position FROM OutboxLines WHERE Name = 'bus'");

    private static async Task PostAsync(Installation installation, string path, int status, string json)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        client.DefaultRequestHeaders.Add("X-Api-Key", Installation.SecretKey);
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(installation.Url + path), body);
        ((int)answer.StatusCode).ShouldBe(status, await answer.Content.ReadAsStringAsync());
    }
}
