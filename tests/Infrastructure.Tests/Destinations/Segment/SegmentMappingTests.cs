using System.Text.Json.Nodes;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Segment;

namespace Tracking.Infrastructure.Tests.Destinations.Segment;

public class SegmentMappingTests
{
    [Fact]
    public void Each_type_is_sent_as_its_golden_payload() => ManyEvents.ShouldBeGolden("Segment", SegmentMapping.Of);

    [Fact]
    public void A_page_view_with_a_name_of_the_rules_is_tracked_under_it()
    {
        var call = Map(OneEvent.Named("page_view", "Product Viewed"));
        call["type"]!.GetValue<string>().ShouldBe("track");
        call["event"]!.GetValue<string>().ShouldBe("Product Viewed");
    }

    [Fact]
    public void A_refund_is_an_order_refunded()
    {
        var call = Map(OneEvent.With("transaction", new { orderId = "o-1", value = 5.5m, currency = "BRL", status = "refunded", items = Array.Empty<object>() }));
        call["event"]!.GetValue<string>().ShouldBe("Order Refunded");
        call["properties"]!.ToJsonString().ShouldBe("""{"order_id":"o-1","revenue":5.5,"currency":"BRL","products":[]}""");
    }

    [Fact]
    public void A_visitor_without_ids_has_the_id_of_the_day()
    {
        var one = OneEvent.Of("click");
        var call = Map(one with { Event = one.Event with { AnonymousId = null, UserId = null, VisitorId = "of-today" } });
        call["anonymousId"]!.GetValue<string>().ShouldBe("of-today");
        call["userId"].ShouldBeNull();
    }

    [Fact]
    public void A_person_without_a_browser_has_no_anonymous_id()
    {
        var one = OneEvent.Of("click");
        Map(one with { Event = one.Event with { AnonymousId = null } })["anonymousId"].ShouldBeNull();
    }

    [Fact]
    public void What_was_entered_into_a_form_stays_here() =>
        Map(OneEvent.With("form_input", new { url = "https://shop.example/", form = new { id = "f" }, field = new { name = "plan", type = "text", value = "pro" } }))["properties"]!
            .ToJsonString().ShouldBe("""{"url":"https://shop.example/","form_id":"f","field_name":"plan","field_type":"text"}""");

    [Theory, InlineData("mailto"), InlineData("tel")]
    public void Somebodys_address_or_number_stays_here(string kind) =>
        Map(OneEvent.With("click", new { url = "https://shop.example/", kind, element = new { tag = "a", id = "x", text = "+55 11", href = "tel:+5511" } }))["properties"]!
            .ToJsonString().ShouldBe($$"""{"url":"https://shop.example/","kind":"{{kind}}","element_tag":"a","element_id":"x"}""");

    [Fact]
    public void The_decisions_go_along()
    {
        var one = OneEvent.Of("page_view");
        var call = Map(one with { Event = one.Event with { Consent = new(Analytics: true, Marketing: false, Personalization: true, Anonymised: false) } });
        call["context"]!["consent"]!.ToJsonString().ShouldBe("""{"categoryPreferences":{"analytics":true,"marketing":false,"personalization":true}}""");
    }

    [Fact]
    public void The_campaign_in_the_pages_url_is_the_campaign_where_the_sender_names_none()
    {
        var one = OneEvent.Of("page_view");
        var changed = one.Event with { Campaign = null, Traffic = new("Email", "letter", "email", null) { Campaign = "spring" } };
        Map(one with { Event = changed })["context"]!["campaign"]!.ToJsonString().ShouldBe("""{"source":"letter","medium":"email","name":"spring"}""");
        Map(one with { Event = changed with { Traffic = new("Direct", null, null, null) } })["context"]!["campaign"].ShouldBeNull();
    }

    [Fact]
    public void Click_and_client_ids_and_the_address_are_nowhere()
    {
        foreach (var one in MixedEvents.OneOfEach(MixedEvents.Noon))
            Map(one).ToJsonString().ShouldSatisfyAllConditions(
                json => json.ShouldNotContain("Cj0KCQ"), json => json.ShouldNotContain("GA1.1"), json => json.ShouldNotContain("fb.1"), json => json.ShouldNotContain("203.0.113"));
    }

    [Fact]
    public void What_is_over_32_KB_does_not_fit() =>
        SegmentMapping.Of(OneEvent.With("custom", new { text = new string('x', 32_768) })).ShouldBe(new DoesNotFit("event_over_32_kb"));

    private static JsonNode Map(ForwardedEvent one) => ManyEvents.Json(SegmentMapping.Of(one));
}
