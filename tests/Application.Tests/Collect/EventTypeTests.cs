using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Tracking.Application.Collect;
using Tracking.Domain.Collect;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;

namespace Tracking.Application.Tests.Collect;

/// <summary>What holds for every event type; a new one is held to it by its line in <see cref="EventTypes"/> and its sample.</summary>
public sealed class EventTypeTests : IDisposable
{
    private static readonly JsonSerializerOptions PublicJson = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly CollectPipeline pipeline = new();

    public static TheoryData<string> Names => [.. EventTypes.All.Select(type => type.Name)];

    public static TheoryData<string> Commands => [.. FoundByReflection()];

    public void Dispose() => pipeline.Dispose();

    [Theory, MemberData(nameof(Commands))]
    public void A_command_is_registered(string command) => Registered(EventTypes.All).ShouldContain(command);

    [Theory, MemberData(nameof(Commands))]
    public void The_rule_sees_a_line_that_is_forgotten(string command) =>
        Registered(EventTypes.All.Where(type => type.Command.FullName != command)).ShouldNotContain(command);

    [Fact]
    public void Reflection_finds_as_many_commands_as_there_are_lines() =>
        FoundByReflection().Order().ShouldBe(Registered(EventTypes.All).Order());

    [Fact]
    public void Every_domain_event_has_a_type_and_every_type_its_own() =>
        typeof(CollectedEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CollectedEvent)) && !type.IsAbstract)
            .Select(type => type.FullName).Order().ShouldBe(EventTypes.All.Select(type => type.Event.FullName).Order());

    [Fact]
    public void Every_type_has_a_sample() =>
        EventSamples.All.Select(sample => sample.Type).Order().ShouldBe(EventTypes.All.Select(type => type.Name).Order());

    [Theory, MemberData(nameof(Names))]
    public void A_type_has_one_validator(string name) =>
        pipeline.GetAll(typeof(IValidator<>).MakeGenericType(EventTypes.Find(name)!.Command)).ShouldHaveSingleItem();

    [Theory, MemberData(nameof(Names))]
    public void A_type_has_one_handler(string name) =>
        pipeline.GetAll(typeof(IRequestHandler<,>).MakeGenericType(EventTypes.Find(name)!.Command, typeof(CollectOutcome)))
            .ShouldHaveSingleItem();

    [Theory, MemberData(nameof(Names))]
    public void A_type_shows_a_record_of_the_contracts_or_what_the_sender_made(string name)
    {
        var contract = EventTypes.Find(name)!.Contract;

        (contract.Assembly == typeof(Contracts.Events.PageView).Assembly || contract == typeof(JsonElement?)).ShouldBeTrue(contract.FullName);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_sample_is_accepted_as_the_domain_event_of_its_type(string name)
    {
        Allow();

        (await pipeline.CollectAsync(EventSamples.Of(name).Json())).Rejected.ShouldBeEmpty();

        pipeline.Published.ShouldHaveSingleItem().ShouldBeOfType(EventTypes.Find(name)!.Event);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task What_the_contract_knows_is_shown_as_it_was_sent(string name)
    {
        Allow();
        await pipeline.CollectAsync(EventSamples.Of(name).Json());

        // User name and password are the one thing that is never kept; the rest of the contract's properties arrives.
        var expected = JsonNode.Parse(EventSamples.Of(name).Json()["properties"]!.ToJsonString()
            .Replace("canary-user:canary-password@", string.Empty, StringComparison.Ordinal))!.AsObject();
        expected.Remove("unheardOf");
        JsonNode.DeepEquals(JsonNode.Parse(Shown()), expected).ShouldBeTrue($"{Shown()}\n{expected.ToJsonString()}");
    }

    [Theory, MemberData(nameof(Names))]
    public async Task What_is_shown_is_read_back_by_the_contracts_record(string name)
    {
        Allow();
        await pipeline.CollectAsync(EventSamples.Of(name).Json());

        var read = JsonSerializer.Deserialize(Shown(), EventTypes.Find(name)!.Contract, PublicJson);

        JsonSerializer.Serialize(read, PublicJson).ShouldBe(Shown());
    }

    [Theory, MemberData(nameof(Names))]
    public async Task An_accepted_event_is_validated_then_decided_upon_then_handled_and_enriched_then_published(string name)
    {
        Allow();
        ComeFromTheVisitor();
        await pipeline.CollectAsync(EventSamples.Of(name).Json());

        pipeline.Touched.Distinct().ShouldBe(["consent", "keys", "enrichment", "bus"]);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task An_event_that_lacks_something_is_rejected_by_its_path(string name)
    {
        Allow();
        var result = await pipeline.CollectAsync(EventSamples.Of(name).WithoutRequired());

        result.Rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem().Path.ShouldBe(EventSamples.Of(name).Required);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_rejected_event_is_seen_neither_by_consent_nor_by_a_handler_nor_by_an_enrichment_nor_by_the_bus(string name)
    {
        Allow();
        ComeFromTheVisitor();
        await pipeline.CollectAsync(EventSamples.Of(name).WithoutRequired());

        pipeline.Touched.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Names))]
    public async Task What_consent_drops_is_seen_neither_by_a_handler_nor_by_an_enrichment_nor_by_the_bus(string name)
    {
        pipeline.Site = new Site(7, "shop", new SiteSettings { WithoutConsent = WithoutConsent.Drop });
        ComeFromTheVisitor();
        var result = await pipeline.CollectAsync(EventSamples.Of(name).Json());

        result.ShouldBe(new CollectResult(0, 0, 1, result.Rejected));
        pipeline.Touched.ShouldBe(["consent"]);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task With_every_consent_the_canaries_arrive(string name)
    {
        Allow();
        await pipeline.CollectAsync(EventSamples.Of(name).Json());

        // So that the tests below can fail: here the same search finds them.
        pipeline.Published.ShouldAllBe(one => Leaks(one).Contains("canary-browser") && Leaks(one).Contains("canary-message")
            && Leaks(one).Contains("canary-click") && Leaks(one).Contains("canary-client"));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Without_analytics_consent_no_canary_leaves_the_process(string name)
    {
        foreach (var (own, recorded) in Refusals)
        {
            pipeline.Site = new Site(7, "shop", new SiteSettings { FormFields = ["city"], QueryParameters = ["sort", "q", "token"] });
            pipeline.FromServer = true;
            pipeline.Recorded = recorded;
            await pipeline.CollectAsync(WithConsent(name, own));
        }

        pipeline.Published.SelectMany(Leaks).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Without_analytics_consent_the_event_is_counted_as_anonymised(string name)
    {
        var result = await pipeline.CollectAsync(WithConsent(name, "denied"));

        result.ShouldBe(name == "identify"
            ? new CollectResult(0, 0, 1, result.Rejected)
            : new CollectResult(0, 1, 0, result.Rejected));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Without_marketing_consent_no_click_or_client_id_leaves_the_process(string name)
    {
        await pipeline.CollectAsync(WithConsent(name, "analytics only"));

        pipeline.Published.ShouldHaveSingleItem().Header.Consent.ShouldSatisfyAllConditions(
            consent => consent.Analytics.ShouldBeTrue(), consent => consent.Marketing.ShouldBeFalse(), consent => consent.Anonymised.ShouldBeFalse());
        pipeline.Published.SelectMany(Leaks).Where(canary => canary is "canary-click" or "canary-client" or "canary-gclid").ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_rejected_event_is_described_without_its_values(string name)
    {
        Allow();
        var wrong = EventSamples.Of(name).WithoutRequired();
        wrong["timestamp"] = "canary-time";
        wrong["context"]!["page"]!["url"] = "canary-url";
        wrong["context"]!["screen"]!["width"] = "canary-width";
        var rejected = (await pipeline.CollectAsync(wrong)).Rejected.ShouldHaveSingleItem();

        rejected.Errors.Count.ShouldBe(4);
        string.Join('\n', rejected.Errors.Select(error => error.Path + error.Message).Concat(pipeline.Counted)).ShouldNotContain("canary");
    }

    private static readonly (string Own, RecordedConsent Recorded)[] Refusals =
    [
        ("denied", RecordedConsent.None),
        ("unknown", RecordedConsent.None),
        ("denied", new(new(true, CollectPipeline.ReceivedAt.AddDays(-1)), new(true, CollectPipeline.ReceivedAt.AddDays(-1)), null)),
        ("granted", new(new(false, CollectPipeline.ReceivedAt.AddDays(1)), null, null)),
    ];

    /// <summary>Of the visitor's own public address the place is looked up, and so enrichment is seen.</summary>
    private void ComeFromTheVisitor() => (pipeline.FromServer, pipeline.ClientAddress) = (false, IPAddress.Parse("198.45.1.77"));

    private void Allow()
    {
        pipeline.FromServer = true;
        pipeline.Recorded = new(new(true, CollectPipeline.ReceivedAt), new(true, CollectPipeline.ReceivedAt), null);
        pipeline.Site = new Site(7, "shop", new SiteSettings { FormFields = ["city"], QueryParameters = ["sort", "q", "token"] });
    }

    private static JsonObject WithConsent(string name, string own)
    {
        var json = EventSamples.Of(name).Json();
        if (own != "unknown")
        {
            json["context"]!["consent"] = new JsonObject
            {
                ["analytics"] = own != "denied",
                ["marketing"] = own != "analytics only",
                ["personalization"] = own == "granted",
            };
        }

        return json;
    }

    // As the bus and the store write it: the domain event's own JSON, and what is shown of it to others.
    private static IReadOnlyList<string> Leaks(CollectedEvent collected)
    {
        var json = JsonSerializer.Serialize(collected, collected.GetType())
            + JsonSerializer.Serialize(EventTypes.Of(collected).ToContract(collected));
        return [.. Words.Where(word => json.Contains(word, StringComparison.OrdinalIgnoreCase))];
    }

    private static readonly IReadOnlyList<string> Words =
    [
        EventSamples.Canary, EventSamples.Address, EventSamples.UserAgent, "canary-browser", "canary-message", "canary-click", "canary-client", "canary-gclid",
    ];

    private string Shown()
    {
        var collected = pipeline.Published.ShouldHaveSingleItem();
        return JsonSerializer.Serialize(EventTypes.Of(collected).ToContract(collected), PublicJson);
    }

    private static IEnumerable<string> Registered(IEnumerable<EventType> types) => types.Select(type => type.Command.FullName!);

    private static IEnumerable<string> FoundByReflection() =>
        from type in typeof(EventTypes).Assembly.GetTypes()
        where !type.IsAbstract && type.GetInterfaces().Any(one =>
            one.IsGenericType && one.GetGenericTypeDefinition() == typeof(ITrackCommand<,,>))
        select type.FullName;
}
