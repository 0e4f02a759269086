using System.Text.Json;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Destinations.Rules;
using Tracking.Contracts.Events;

namespace Tracking.Application.Tests.Destinations;

/// <summary>What rules leave of an event.</summary>
public class EventRulesTests
{
    private static readonly TrackedEvent<JsonElement?> Signup = new()
    {
        Type = "custom",
        Name = "signup",
        MessageId = "m-1",
        Timestamp = new DateTimeOffset(2026, 5, 17, 12, 0, 0, TimeSpan.Zero),
        ReceivedAt = new DateTimeOffset(2026, 5, 17, 12, 0, 1, TimeSpan.Zero),
        Site = "shop",
        VisitorId = "ana",
        Properties = JsonSerializer.SerializeToElement(new { plan = "pro", seats = 3, trial = true, nested = new { deep = "x" } }),
        Page = new Page("https://shop.example/a", "/a", "shop.example", null, null),
        Traffic = new Traffic("Email", "news", "email", null),
        Device = new Device("desktop", null, null, null, null, Bot: false),
        Consent = new Contracts.Events.Consent(true, false, false, false),
    };

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{ "types": [ "custom", "click" ] }""", true)]
    [InlineData("""{ "types": [ "click" ] }""", false)]
    [InlineData("""{ "where": [ { "path": "properties.plan", "in": [ "pro", "team" ] } ] }""", true)]
    [InlineData("""{ "where": [ { "path": "properties.plan", "in": [ "free" ] } ] }""", false)]
    [InlineData("""{ "where": [ { "path": "properties.plan", "in": [ "free" ], "not": true } ] }""", true)]
    [InlineData("""{ "where": [ { "path": "properties.seats", "in": [ "3" ] } ] }""", true)]
    [InlineData("""{ "where": [ { "path": "properties.trial", "in": [ "true" ] } ] }""", true)]
    [InlineData("""{ "where": [ { "path": "properties.nested.deep" } ] }""", true)]
    [InlineData("""{ "where": [ { "path": "properties.nested.deep.er" } ] }""", false)]
    [InlineData("""{ "where": [ { "path": "properties.none" } ] }""", false)]
    [InlineData("""{ "where": [ { "path": "properties.none", "not": true } ] }""", true)]
    [InlineData("""{ "where": [ { "path": "properties.plan" }, { "path": "properties.none" } ] }""", false)]
    public void It_is_sent_or_not(string rules, bool isSent) => (Read(rules).Apply(Signup) is not null).ShouldBe(isSent);

    [Fact]
    public void A_bot_is_sent_only_where_it_is_asked_for()
    {
        var bot = Signup with { Device = Signup.Device! with { Bot = true } };
        Read("{}").Apply(bot).ShouldBeNull();
        Read("""{ "bots": true }""").Apply(bot).ShouldNotBeNull();
    }

    [Fact]
    public void Values_are_set_and_left_out_in_order()
    {
        var changed = Read(
            """
            { "set": [ { "path": "name", "value": "Sign up" }, { "path": "properties.channel", "from": "traffic.channel" },
                       { "path": "properties.new.one", "from": "properties.seats" }, { "path": "properties.kept", "from": "properties.none" },
                       { "path": "campaign.source", "value": "crm" },
                       { "path": "properties.weight", "value": 2.50 }, { "path": "properties.sure", "value": false } ],
              "drop": [ "properties.plan", "properties.nested.deep", "page.url", "properties.never.there" ] }
            """).Apply(Signup).ShouldNotBeNull();
        changed.Name.ShouldBe("Sign up");
        changed.Properties!.Value.GetRawText().ShouldBe("""{"seats":3,"trial":true,"nested":{},"channel":"Email","new":{"one":3},"weight":2.50,"sure":false}""");
        (changed.Page!.Url, changed.Page.Path, changed.Campaign!.Source).ShouldBe((null, "/a", "crm"));
        (changed.MessageId, changed.Timestamp, changed.Consent).ShouldBe((Signup.MessageId, Signup.Timestamp, Signup.Consent));
    }

    [Fact]
    public void What_would_be_no_event_is_told_from_what_is_left_out() =>
        Should.Throw<RulesDoNotFitException>(() => Read("""{ "set": [ { "path": "page.title", "from": "properties.nested" } ] }""").Apply(Signup));

    [Theory]
    [InlineData("""{ "set": [ { "path": "properties.a", "value": {} } ] }""", "must be a text, a number, or true or false, not an object")]
    [InlineData("""{ "set": [ { "path": "properties.a", "value": null } ] }""", "or value is required, one of them")]
    [InlineData("""{ "set": [ { "path": "properties.a", "value": false, "from": "name" } ] }""", "or value is required, one of them")]
    public void A_constant_is_one_value(string json, string message)
    {
        var errors = new List<FieldError>();
        EventRulesReading.Read(new JsonFields(JsonSerializer.Deserialize<JsonElement>(json), string.Empty, errors));
        errors.Select(error => error.Message).ShouldContain(message);
    }

    [Fact]
    public void Without_rules_the_event_is_the_same_one() => Read("{}").Apply(Signup).ShouldBeSameAs(Signup);

    private static EventRules Read(string json)
    {
        var errors = new List<FieldError>();
        var rules = EventRulesReading.Read(new JsonFields(JsonSerializer.Deserialize<JsonElement>(json), string.Empty, errors));
        errors.ShouldBeEmpty();
        return rules;
    }
}
