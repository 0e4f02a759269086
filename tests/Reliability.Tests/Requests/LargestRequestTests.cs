using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Requests;

/// <summary>
/// Requests whose events are more than a broker takes in one message: U+007F may stand in JSON as it is, and is six characters on its way
/// to the worker, and in Base64 eight.
/// </summary>
[Collection(SharedBrokerTests.Name)]
public class LargestRequestTests(SharedBroker shared)
{
    private const int LargestMessage = 16_777_216;
    private const int LargestBody = 10_485_760;
    private const int LargestSharedContext = 4_194_304;
    private const int LargestEvent = 32_768;
    private const int LongestText = 1_024;
    private const double StoredWithin = 120;

    private static readonly string LongText = new('\u007F', LongestText);

    [BrokerFact]
    public async Task A_request_of_the_largest_body_that_can_be_allowed_is_stored_whole()
    {
        var (body, events) = (new StringBuilder("{\"events\":["), 0);
        while (body.Length < LargestBody - LargestEvent)
            body.Append(events == 0 ? "" : ",").Append(Event(events++, texts: 31));
        body.Append("]}");
        await IsStoredAsync(body.Append(' ', LargestBody - body.Length).ToString(), events, ("Collect__MaxBodyBytes", $"{LargestBody}"));
    }

    [BrokerFact]
    public async Task A_small_request_whose_events_share_the_largest_context_is_stored_whole()
    {
        var context = $$"""{"consent":{"analytics":true,"marketing":true},"clickIds":{ {{Texts(30)}} } }""";
        var events = LargestSharedContext / context.Length;
        await IsStoredAsync(
            $$"""{"context":{{context}},"events":[{{string.Join(',', Enumerable.Range(0, events).Select(number => Event(number, texts: 0)))}}]}""", events);
    }

    private async Task IsStoredAsync(string body, int events, params IEnumerable<(string Name, string Value)> settings)
    {
        var broker = await shared.UriAsync();
        await using var installation = new Installation(broker);
        await installation.StartWorker().ReadyAsync();
        var api = await installation.StartApi(settings).ReadyAsync();
        await IsRefusedAsync(broker, LargestMessage + 1);

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        (await Http.SendEventsAsync(installation.Url, Installation.WriteKey, content)).ShouldBe(events);
        await Wait.UntilAsync("all of it is stored", StoredWithin, async () => await installation.Store.EventsAsync() >= events, () => api.Said);
        await Wait.UntilAsync("the spool is empty", StoredWithin, () => !installation.SpoolFilesOf("api").Any(), () => api.Said);
        (await installation.Store.MessageIdsAsync()).ShouldBe(Enumerable.Range(0, events).Select(number => $"large-{number}"), ignoreOrder: true);
        (await installation.Store.CountedAsync()).ShouldBe(events);
        (await BrokerNode.WaitingAsync(broker)).ShouldBe(0u);
    }

    /// <summary>The broker has the limit that is meant.</summary>
    private static async Task IsRefusedAsync(string broker, int bytes)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var queue = await channel.QueueDeclareAsync();
        await Should.ThrowAsync<OperationInterruptedException>(
            async () => await channel.BasicPublishAsync(string.Empty, queue.QueueName, new byte[bytes]));
    }

    private static string Event(int number, int texts) =>
        $$"""{"type":"custom","name":"large","messageId":"large-{{number}}","properties":{ {{Texts(texts)}} },"context":{"consent":{"analytics":true} } }""";

    private static string Texts(int count) => string.Join(',', Enumerable.Range(0, count).Select(number => $"\"{number}\":\"{LongText}\""));
}
