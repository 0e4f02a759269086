using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Tracking.Api.Operation.AsyncApi;
using Tracking.Api.Operation.OpenApi;
using Tracking.Api.Tests.Composition;
using Tracking.Application.Collect;
using Tracking.Contracts.Events;
using Tracking.Contracts.Privacy;
using Tracking.Infrastructure.Publishing;

namespace Tracking.Api.Tests.AsyncApi;

/// <summary>The AsyncAPI document is valid, whole, and true of the messages that go out.</summary>
[Collection(OneService.Name)]
public sealed class BusDocumentTests(ServiceFixture fixture)
{
    private static readonly JsonObject Document = JsonNode.Parse(BusDocument.Json)!.AsObject();
    private static readonly DateTimeOffset Noon = new(2026, 5, 17, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task It_is_served_without_a_key()
    {
        var answer = await fixture.Service.SendAsync(HttpMethod.Get, "/asyncapi.json");

        (answer.Status, answer.ContentType).ShouldBe((200, "application/json"));
        JsonNode.DeepEquals(answer.Json, Document).ShouldBeTrue();
    }

    [Fact]
    public void It_has_what_AsyncAPI_3_requires_and_every_reference_leads_somewhere()
    {
        Text(Document["asyncapi"]).ShouldBe("3.0.0");
        Text(Document["info"]!["title"]).ShouldNotBeNullOrWhiteSpace();
        Text(Document["info"]!["version"]).ShouldNotBeNullOrWhiteSpace();
        foreach (var (name, channel) in Document["channels"]!.AsObject())
            Parameters(Text(channel!["address"])).ShouldBe(channel["parameters"]!.AsObject().Select(one => one.Key), customMessage: name);
        foreach (var (name, operation) in Document["operations"]!.AsObject())
        {
            Text(operation!["action"]).ShouldBe("send", name);
            Text(operation["messages"]![0]!["$ref"]).ShouldStartWith(Text(operation["channel"]!["$ref"]) + "/messages/");
        }

        foreach (var reference in All(Document).OfType<JsonObject>().Where(one => one.ContainsKey("$ref")))
            At(Text(reference["$ref"])).ShouldNotBeNull(Text(reference["$ref"]));
    }

    [Fact]
    public void Every_event_type_has_its_message_and_decisions_too()
    {
        var names = EventTypes.All.Select(type => type.Name).Append("consent_changed").ToList();
        foreach (var part in new[] { Document["channels"], Document["operations"], Document["components"]!["messages"], Document["components"]!["schemas"] })
            part!.AsObject().Select(one => one.Key).ShouldBe(names);
    }

    [Fact]
    public void Everything_in_a_message_is_described()
    {
        foreach (var (name, schema) in Document["components"]!["schemas"]!.AsObject())
            Undescribed(name, schema!.AsObject()).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_message_of_an_event_is_what_the_document_says(string type)
    {
        var contract = EventTypes.Find(type)!.Contract;
        Gen.Int.Sample(
            seed => ShouldBeAsDescribed(type, "events", PublicMessage.Of(AnyContract.Event(type, contract, new Random(seed)))),
            iter: 200);
    }

    [Fact]
    public void A_message_of_a_decision_is_what_the_document_says() => Gen.Int.Sample(
        seed => ShouldBeAsDescribed("consent_changed", "privacy",
            PublicMessage.Of("shop", Noon, (ConsentChanged)AnyContract.Of(typeof(ConsentChanged), new Random(seed)))),
        iter: 200);

    [Theory]
    [MemberData(nameof(Types))]
    public async Task So_is_the_message_of_a_stored_event(string type)
    {
        var site = await fixture.Service.CreateSiteAsync();
        var sent = JsonNode.Parse(EventTypeNotes.All.Single(note => note.Type == type).Example)!;
        sent["anonymousId"] = "ana";
        sent["context"] = new JsonObject { ["consent"] = new JsonObject { ["analytics"] = true } };
        (await fixture.Service.SendAsync(HttpMethod.Post, "/v1/events", sent.ToJsonString(), site.SecretKey)).Number("accepted").ShouldBe(1);
        if (type == "custom")
            (await fixture.Service.SendAsync(HttpMethod.Post, "/v1/events", """{ "type": "custom", "name": "bare" }""", site.SecretKey)).Status.ShouldBe(202);
        var expected = type == "custom" ? 2 : 1;
        JsonArray? stored = null;
        await RunningService.UntilAsync(
            async () => (stored = (await fixture.Service.SendAsync(HttpMethod.Get, "/v1/reports/events?bots=include", key: site.SecretKey))
                .Json["events"]!.AsArray()).Count == expected,
            "they are stored");

        foreach (var one in stored!)
            ShouldBeAsDescribed(type, "events", PublicMessage.Of(one.Deserialize<TrackedEvent<JsonElement?>>(JsonSerializerOptions.Web)!));
    }

    [Theory]
    [InlineData("$.data.properties.url", "properties", "url", null)]
    [InlineData("$.data.consent", "consent", null, null)]
    [InlineData("$.data.properties.title", "properties", "title", "1")]
    [InlineData("$.data.properties.unknown", "properties", "unknown", "1")]
    [InlineData("$.data.timestamp", "timestamp", null, "\"noon\"")]
    [InlineData("$.data.type", "type", null, "\"click\"")]
    public void The_check_sees_what_is_wrong(string path, string member, string? inner, string? value)
    {
        var message = JsonNode.Parse(PublicMessage.Of(AnyContract.Event("page_view", typeof(PageView), new Random(1))).Body.Span)!;
        var (owner, name) = inner is null ? (message["data"]!, member) : (message["data"]![member]!, inner);
        owner.AsObject().Remove(name);
        if (value is not null)
            owner[name] = JsonNode.Parse(value);

        SchemaCheck.Errors(SchemaOf("page_view"), message).ShouldHaveSingleItem().ShouldStartWith(path + ": ");
    }

    public static TheoryData<string> Types() => [.. EventTypes.All.Select(type => type.Name)];

    private static void ShouldBeAsDescribed(string name, string exchange, PublicMessage message)
    {
        SchemaCheck.Errors(SchemaOf(name), JsonNode.Parse(message.Body.Span)).ShouldBeEmpty();
        var channel = Document["channels"]![name]!;
        Words(Text(channel["address"])).Zip(message.RoutingKey.Split('.')).ShouldAllBe(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
        Words(Text(channel["address"])).Length.ShouldBe(message.RoutingKey.Split('.').Length);
        Text(At(Text(channel["bindings"]!["$ref"]))!["amqp"]!["exchange"]!["name"]).ShouldBe($"tracking.{exchange}");
    }

    private static JsonObject SchemaOf(string name) => At($"#/components/schemas/{name}")!.AsObject();

    private static IEnumerable<string> Undescribed(string path, JsonObject schema) =>
    [
        .. schema["description"] is null ? [path] : Array.Empty<string>(),
        .. (schema["properties"] as JsonObject ?? []).SelectMany(member => Undescribed($"{path}.{member.Key}", member.Value!.AsObject())),
        .. schema["items"] is JsonObject items ? Undescribed($"{path}[]", items) : [],
    ];

    private static IEnumerable<JsonNode?> All(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => All(field.Value)).Prepend(node),
        JsonArray items => items.SelectMany(All).Prepend(node),
        _ => [node],
    };

    private static JsonNode? At(string reference) =>
        reference.Split('/').Skip(1).Aggregate((JsonNode?)Document, (node, name) => (node as JsonObject)?[name]);

    private static IEnumerable<string> Parameters(string address) => Words(address).Where(word => word.StartsWith('{')).Select(word => word.Trim('{', '}'));

    private static string[] Words(string address) => address.Split('.');

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
