using System.Text.Json.Nodes;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.PostHog;

namespace Tracking.Infrastructure.Tests.Destinations.PostHog;

public class PostHogMappingTests
{
    [Fact]
    public void Each_type_is_sent_as_its_golden_payload() => ManyEvents.ShouldBeGolden("PostHog", PostHogMapping.Of);

    [Fact]
    public void A_uuid_of_a_name_is_as_the_RFC_says() =>
        // RFC 9562, A.4: the name www.example.com in the space of DNS names.
        NameUuid.Of(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com").ShouldBe(new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"));

    [Fact]
    public void A_repetition_has_the_same_uuid_and_another_sites_event_another()
    {
        var one = OneEvent.Of("click");
        var uuid = Text(Map(one), "uuid");
        Text(Map(one with { Id = 99 }), "uuid").ShouldBe(uuid);
        Text(Map(one with { Event = one.Event with { Site = "other" } }), "uuid").ShouldNotBe(uuid);
        Text(Map(one with { Event = one.Event with { MessageId = "other" } }), "uuid").ShouldNotBe(uuid);
    }

    [Fact]
    public void A_visitor_who_is_not_known_becomes_no_person()
    {
        var one = OneEvent.Of("page_view");
        var sent = Map(one with { Event = one.Event with { UserId = null } });
        Text(sent, "distinct_id").ShouldBe(one.Event.AnonymousId);
        sent["properties"]!["$process_person_profile"]!.GetValue<bool>().ShouldBeFalse();
        var cookieless = Map(one with { Event = one.Event with { UserId = null, AnonymousId = null, VisitorId = "of-today" } });
        Text(cookieless, "distinct_id").ShouldBe("of-today");
    }

    [Fact]
    public void An_identify_joins_what_the_browser_did_with_the_person()
    {
        var one = OneEvent.Of("identify");
        Map(one)["properties"]!["$anon_distinct_id"]!.GetValue<string>().ShouldBe(one.Event.AnonymousId);
        Map(one with { Event = one.Event with { AnonymousId = null } })["properties"]!["$anon_distinct_id"].ShouldBeNull();
    }

    [Fact]
    public void An_identify_of_nobody_is_left_out()
    {
        var one = OneEvent.Of("identify");
        PostHogMapping.Of(one with { Event = one.Event with { UserId = null } }).ShouldBe(new LeftOut("identify_without_user"));
    }

    [Theory]
    [InlineData("$create_alias", "create_alias")]
    [InlineData("$$", "custom")]
    [InlineData("Signed up", "Signed up")]
    public void An_event_of_PostHogs_own_cannot_be_sent_as_a_custom_one(string name, string sent) => Text(Map(OneEvent.Named("custom", name)), "event").ShouldBe(sent);

    [Fact]
    public void Properties_that_steer_PostHog_cannot_be_sent()
    {
        var properties = new Dictionary<string, object> { ["$set"] = new { plan = "x" }, ["token"] = "phc_other", ["distinct_id"] = "another", ["$groups"] = new { }, ["plan"] = "pro" };
        var sent = Map(OneEvent.With("custom", properties))["properties"]!.AsObject();
        sent.ContainsKey("$set").ShouldBeFalse();
        sent.ContainsKey("$groups").ShouldBeFalse();
        sent.ContainsKey("token").ShouldBeFalse();
        sent.ContainsKey("distinct_id").ShouldBeFalse();
        sent["plan"]!.GetValue<string>().ShouldBe("pro");
    }

    [Fact]
    public void Of_two_long_ids_that_begin_alike_two_are_left()
    {
        var one = OneEvent.Of("click");
        string[] ids = [.. from last in (string[])["a", "b", "b"] select Text(Map(one with { Event = one.Event with { UserId = new string('u', 200) + last } }), "distinct_id")!];
        ids.ShouldAllBe(id => id.Length <= 200);
        (ids[0] == ids[1], ids[1] == ids[2]).ShouldBe((false, true));
    }

    [Fact]
    public void A_page_view_with_a_name_of_the_rules_is_an_event_of_that_name() =>
        Text(Map(OneEvent.Named("page_view", "Product Viewed")), "event").ShouldBe("Product Viewed");

    [Fact]
    public void Form_values_click_ids_and_the_address_are_nowhere()
    {
        foreach (var one in MixedEvents.OneOfEach(MixedEvents.Noon))
        {
            var json = Map(one).ToJsonString();
            json.ShouldNotContain("field_value");
            json.ShouldNotContain("Cj0KCQ");
            json.ShouldNotContain("GA1.1");
            json.ShouldNotContain("203.0.113");
        }
    }

    private static JsonNode Map(ForwardedEvent one) => ManyEvents.Json(PostHogMapping.Of(one));

    private static string Text(JsonNode json, string name) => json[name]!.GetValue<string>();
}
