using System.Text;
using System.Text.Json.Nodes;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Collect;

/// <summary>Requests of many events: limits, neighbours, what the batch says for all, repetitions.</summary>
[Collection(OneService.Name)]
public sealed class BatchTests(ServiceFixture fixture)
{
    private const int MaxEventBytes = 32 * 1_024;

    [Fact]
    public async Task A_good_event_is_not_lost_to_bad_neighbours()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var answer = await site.CollectAsync(Sample.Batch(
            7, null, "event", new JsonArray(), new JsonObject(),
            Sample.PageView("good-1").With("context.consent", Sample.Consent(true)),
            Json.Object("""{ "type": "page_view", "messageId": "bad-1", "properties": {} }"""),
            Json.Object("""{ "type": "unheard_of", "messageId": "bad-2" }"""),
            Sample.PageView("good-2")));

        answer.Status.ShouldBe(202);
        (answer.Number("accepted"), answer.Number("anonymised"), answer.Number("dropped"), answer.Number("duplicates")).ShouldBe((1, 1, 0, 0));
        answer.Rejected.Select(one => (one.Index, one.MessageId, one.Errors.Keys.Single())).ShouldBe(
        [
            (0, null, ""), (1, null, ""), (2, null, ""), (3, null, ""), (4, null, "type"), (6, "bad-1", "properties.url"), (7, "bad-2", "type"),
        ]);
        (await site.StoredAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task When_all_are_rejected_it_is_a_problem_with_the_same_members()
    {
        var answer = await PostAsync(Sample.Batch(
            Sample.PageView().With("properties.url", 1), Sample.PageView("b").Without("properties.url"), 5));
        answer.ShouldBeProblem(400);
        (answer.Number("accepted"), answer.Number("anonymised"), answer.Number("dropped"), answer.Number("duplicates")).ShouldBe((0, 0, 0, 0));
        answer.Errors.Keys.ShouldBe(["events[0].properties.url", "events[1].properties.url", "events[2]"]);
        answer.Rejected.Select(one => (one.Index, one.MessageId)).ShouldBe([(0, null), (1, "b"), (2, null)]);
        answer.Rejected[1].Errors.Keys.ShouldBe(["properties.url"]);
    }

    [Fact]
    public async Task No_events_at_all_is_a_problem()
    {
        var answer = await PostAsync(Sample.Batch());
        answer.ShouldBeProblem(400).Errors.Keys.ShouldBe(["events"]);
        answer.Rejected.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"page_view\"")]
    [InlineData("1")]
    public async Task Events_are_an_array(string events) =>
        (await PostAsync(new JsonObject { ["events"] = JsonNode.Parse(events) })).ShouldBeProblem(400).Errors.Keys.ShouldBe(["events"]);

    [Theory]
    [InlineData("sentAt", "true")]
    [InlineData("sentAt", "\"now\"")]
    [InlineData("context", "[]")]
    [InlineData("context.consent.analytics", "1")]
    [InlineData("context.screen.width", "\"wide\"")]
    public async Task What_the_batch_says_wrongly_is_wrong_for_all(string path, string value) =>
        (await PostAsync(Sample.Batch(Sample.PageView()).With(path, JsonNode.Parse(value)))).ShouldBeProblem(400).Errors.Keys.ShouldBe([path]);

    [Fact]
    public async Task Twenty_five_hundred_events_are_taken_and_one_more_is_not()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var answer = await site.CollectAsync(BatchOf(2_500));
        answer.Status.ShouldBe(202, answer.Text);
        answer.Number("anonymised").ShouldBe(2_500);
        (await site.CollectAsync(BatchOf(2_501))).ShouldBeProblem(413);
        (await site.StoredAsync()).Count.ShouldBe(2_500);

        static string BatchOf(int count) =>
            $$"""{"events":[{{string.Join(',', Enumerable.Repeat("{\"type\":\"page_view\",\"properties\":{\"url\":\"https://shop.example/\"}}", count))}}]}""";
    }

    [Fact]
    public async Task An_event_of_32_KiB_is_taken_and_one_byte_more_alone_is_too_large()
    {
        (await PostAsync(EventOf(MaxEventBytes))).Status.ShouldBe(202);
        var answer = await PostAsync(EventOf(MaxEventBytes + 1));
        answer.ShouldBeProblem(413).Rejected.ShouldHaveSingleItem().Index.ShouldBe(0);
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_rejected_among_others()
    {
        var answer = await PostAsync($$"""{"events":[{{EventOf(MaxEventBytes + 1)}},{{EventOf(MaxEventBytes)}},{{EventOf(MaxEventBytes + 1)}}]}""");
        answer.Status.ShouldBe(202);
        answer.Rejected.Select(one => (one.Index, one.Errors.Keys.Single())).ShouldBe([(0, ""), (2, "")]);
        answer.Number("anonymised").ShouldBe(1);
    }

    [Fact]
    public async Task Events_that_are_all_too_large_are_rejected_like_any_bad_event() =>
        (await PostAsync($$"""{"events":[{{EventOf(MaxEventBytes + 1)}},{{EventOf(MaxEventBytes + 1)}}]}"""))
            .ShouldBeProblem(400).Errors.Keys.ShouldBe(["events[0]", "events[1]"]);

    [Fact]
    public async Task The_batchs_context_counts_towards_the_size_of_each_event()
    {
        // {"locale":"en"} has 15 bytes.
        var answer = await PostAsync($$"""{"context":{"locale":"en"},"events":[{{EventOf(MaxEventBytes - 15)}},{{EventOf(MaxEventBytes - 14)}}]}""");
        answer.Status.ShouldBe(202, answer.Text);
        answer.Rejected.Select(one => (one.Index, one.Errors.Keys.Single())).ShouldBe([(1, "")]);
        answer.Rejected[0].Errors[""].Single().ShouldContain("together with the batch's context, which has 15");
    }

    [Fact]
    public async Task A_large_context_for_many_events_is_refused_since_each_is_stored_with_it()
    {
        (await PostAsync(BatchOf(129))).Status.ShouldBe(202);
        (await PostAsync(BatchOf(130))).ShouldBeProblem(413).Text.ShouldContain("Send smaller batches");

        // The context has 32,462 bytes, of which 130 are more than 4 MiB.
        static JsonObject BatchOf(int events)
        {
            var ids = Enumerable.Range(0, 32).Select(i => KeyValuePair.Create($"id-{i:D2}", (JsonNode?)new string('i', 1_003)));
            return Sample.Batch([.. Enumerable.Range(0, events).Select(_ => (JsonNode)Sample.PageView())])
                .With("context", new JsonObject { ["clickIds"] = new JsonObject(ids) });
        }
    }

    [Fact]
    public async Task An_event_says_more_than_its_batch()
    {
        var site = await fixture.Service.CreateSiteAsync();
        await site.CollectAsync(Sample.Batch(
                Sample.PageView("own").With("context.locale", "pt-BR").With("context.campaign.source", "own"),
                Sample.PageView("general"),
                Sample.PageView("denied").With("context.consent.analytics", false))
            .With("context.locale", "en").With("context.timezone", "Etc/UTC").With("context.campaign.source", "general")
            .With("context.consent", Sample.Consent(true, true)).With("context.clickIds.gclid", "g-9"));

        var stored = (await site.StoredAsync()).ToDictionary(one => one.MessageId);
        var (own, general) = (stored["own"].Context, stored["general"].Context);
        ((string?)own["locale"], (string?)own["timezone"], (string?)own["campaign"]!["source"], (string?)own["clickIds"]!["gclid"])
            .ShouldBe(("pt-BR", "Etc/UTC", "own", "g-9"));
        ((string?)general["locale"], (string?)general["campaign"]!["source"]).ShouldBe(("en", "general"));
        stored.Values.Count(one => one.Anonymised).ShouldBe(1);
        stored.ContainsKey("denied").ShouldBeFalse("an anonymised event keeps no messageId");
    }

    [Fact]
    public async Task A_repetition_is_stored_once_however_it_comes()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var view = Sample.PageView("m-1").With("context.consent", Sample.Consent(true)).With("properties.title", "first");
        (await site.StoreAsync(view)).Title.ShouldBe("first");
        foreach (var _ in Enumerable.Range(0, 3))
            (await site.CollectAsync(view)).Status.ShouldBe(202);
        (await site.CollectAsync(view.With("properties.title", "second"), site.SecretKey)).Status.ShouldBe(202);
        (await site.CollectAsync(Sample.Batch(view.DeepClone(), view.DeepClone()))).Status.ShouldBe(202);
        (await site.CollectAsync(view.With("context.consent", Sample.Consent(false)))).Status.ShouldBe(202);

        (await site.StoredAsync()).ShouldHaveSingleItem().Title.ShouldBe("first");
        (await fixture.Service.Store.DuplicatesAsync(site.Name)).ShouldBe(7);
    }

    [Fact]
    public async Task Repetitions_that_come_at_the_same_time_are_stored_once()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => site.CollectAsync(Sample.PageView("at-once").ToJsonString())));
        answers.ShouldAllBe(answer => answer.Status == 202);
        (await site.StoredAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a b ~!\\\"")]
    public async Task A_messageId_is_kept_as_it_is(string id)
    {
        var site = await fixture.Service.CreateSiteAsync();
        (await site.StoreAsync(Sample.PageView(id).With("context.consent", Sample.Consent(true)))).MessageId.ShouldBe(id);
    }

    [Fact]
    public async Task A_messageId_differs_by_case()
    {
        var site = await fixture.Service.CreateSiteAsync();
        await site.CollectAsync(Sample.Batch(Sample.PageView("id"), Sample.PageView("ID")));
        (await site.StoredAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_messageId_of_100_characters_is_taken_and_a_longer_one_is_not()
    {
        (await PostAsync(Sample.PageView(new string('m', 100)))).Status.ShouldBe(202);
        (await PostAsync(Sample.PageView(new string('m', 101)))).ShouldBeProblem(400).Errors.Keys.ShouldBe(["messageId"]);
    }

    [Theory]
    [InlineData("é")]
    [InlineData("a\tb")]
    [InlineData("a\nb")]
    [InlineData("a\u007F")]
    [InlineData("👟")]
    public async Task A_messageId_is_printable_ascii(string id) =>
        (await PostAsync(Sample.PageView(id))).ShouldBeProblem(400).Errors.Keys.ShouldBe(["messageId"]);

    [Fact]
    public async Task Without_a_messageId_the_server_makes_one_and_a_repetition_is_another_event()
    {
        var site = await fixture.Service.CreateSiteAsync();
        await site.CollectAsync(Sample.Batch(Sample.PageView(), Sample.PageView()).With("context.consent", Sample.Consent(true)));
        (await site.StoredAsync()).Select(one => one.MessageId).Distinct().Count().ShouldBe(2);
    }

    private static string EventOf(int bytes)
    {
        var parts = new StringBuilder("{\"type\":\"custom\",\"name\":\"large\",\"properties\":{\"a\":[");
        while (parts.Length < bytes - 300)
            parts.Append('"').Append('a', 200).Append("\",");
        return parts.Append("\"\"]}}").Insert(1, new string(' ', bytes - parts.Length)).ToString();
    }

    private Task<Answer> PostAsync(JsonNode json) => PostAsync(json.ToJsonString());

    private Task<Answer> PostAsync(string json) => fixture.Service.SendAsync(HttpMethod.Post, "/v1/events", json, RunningService.WriteKey);
}
