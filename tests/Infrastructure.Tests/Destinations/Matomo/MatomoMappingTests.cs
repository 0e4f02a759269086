using Microsoft.AspNetCore.WebUtilities;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Matomo;

namespace Tracking.Infrastructure.Tests.Destinations.Matomo;

public class MatomoMappingTests
{
    private static readonly MatomoSettings Settings = new("https://matomo.example", 3, "token");

    [Fact]
    public void Each_type_is_sent_as_its_golden_payload() => ManyEvents.ShouldBeGolden("Matomo", one => MatomoMapping.Of(one, Settings));

    [Fact]
    public void The_time_can_be_read_back_of_what_was_mapped() =>
        MatomoMapping.SecondsOf(((MappedEvent)MatomoMapping.Of(OneEvent.Of("click"), Settings)).Json).ShouldBe(MixedEvents.Noon.ToUnixTimeSeconds());

    [Fact]
    public void A_visitor_keeps_the_id_and_has_another_on_another_site()
    {
        var one = OneEvent.Of("click");
        var id = Map(one)["_id"];
        id.ShouldMatch("^[0-9a-f]{16}$");
        Map(OneEvent.Of("click") with { Id = 9 })["_id"].ShouldBe(id);
        Map(one with { Event = one.Event with { Site = "other" } })["_id"].ShouldNotBe(id);
    }

    [Fact]
    public void A_download_is_one()
    {
        var sent = Map(Click("download", "https://shop.example/a%20b.pdf"));
        (sent["download"], sent["url"]).ShouldBe(("https://shop.example/a%20b.pdf", "https://shop.example/a%20b.pdf"));
        sent.ShouldNotContainKey("e_c");
    }

    [Fact]
    public void A_click_on_something_else_is_an_event()
    {
        var sent = Map(Click("element", null));
        (sent["e_c"], sent["e_a"], sent["e_n"]).ShouldBe(("click", "element", "Buy now"));
    }

    [Fact]
    public void Somebodys_address_or_number_stays_here() => Map(Click("mailto", "mailto:ana@example.org"))["e_n"].ShouldBe("buy");

    [Fact]
    public void A_refund_is_an_event_with_its_value_and_no_order()
    {
        var sent = Map(OneEvent.With("transaction", new { orderId = "o-1", value = 5.5m, currency = "BRL", status = "refunded", items = Array.Empty<object>() }));
        (sent["e_c"], sent["e_a"], sent["e_n"], sent["e_v"]).ShouldBe(("order", "refunded", "o-1", "5.5"));
        sent.ShouldNotContainKey("idgoal");
    }

    [Fact]
    public void An_order_in_another_currency_than_the_websites_is_left_out()
    {
        var one = OneEvent.Of("transaction");
        MatomoMapping.Of(one, Settings with { Currency = "USD" }).ShouldBe(new LeftOut("other_currency"));
        MatomoMapping.Of(one, Settings with { Currency = "BRL" }).ShouldBeOfType<MappedEvent>();
    }

    [Theory, InlineData("page_view"), InlineData("click"), InlineData("engagement"), InlineData("transaction")]
    public void An_event_with_a_name_of_the_rules_is_an_event_of_that_name(string type)
    {
        var sent = Map(OneEvent.Named(type, "seen"));
        (sent["e_c"], sent["e_a"]).ShouldBe((type, "seen"));
        sent.ShouldNotContainKey("idgoal");
    }

    [Fact]
    public void What_its_database_would_cut_is_cut_by_whole_characters()
    {
        var one = OneEvent.With("transaction", new { orderId = new string('o', 99) + "😀", value = 1m, currency = "BRL", status = "completed", items = Array.Empty<object>() });
        var sent = Map(one with { Event = one.Event with { UserId = new string('u', 256) } });
        sent["ec_id"].ShouldBe(new string('o', 99));
        sent["uid"].ShouldBe(new string('u', 200));
    }

    [Fact]
    public void A_program_that_the_rules_let_through_is_not_thrown_away_there()
    {
        var one = OneEvent.Of("page_view");
        Map(one with { Event = one.Event with { Device = one.Event.Device! with { Bot = true } } })["bots"].ShouldBe("1");
        Map(one).ShouldNotContainKey("bots");
    }

    [Fact]
    public void Form_values_and_click_ids_are_nowhere()
    {
        Map(OneEvent.Of("form_input"))["e_n"].ShouldBe("signup: plan");
        foreach (var one in MixedEvents.OneOfEach(MixedEvents.Noon).Where(one => one.Event.Type != "identify"))
            string.Concat(Map(one).Values).ShouldSatisfyAllConditions(text => text.ShouldNotContain("Cj0KCQ"), text => text.ShouldNotContain("GA1.1"));
    }

    private static ForwardedEvent Click(string kind, string? href) =>
        OneEvent.With("click", new { url = "https://shop.example/", kind, element = new { tag = "a", id = "buy", text = "Buy now", href } });

    private static Dictionary<string, string> Map(ForwardedEvent one) =>
        QueryHelpers.ParseQuery(ManyEvents.Json(MatomoMapping.Of(one, Settings)).GetValue<string>()).ToDictionary(part => part.Key, part => part.Value.ToString());
}
