using System.Text.Json;
using System.Text.Json.Nodes;
using Tracking.Contracts.Events;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Ga4;

namespace Tracking.Infrastructure.Tests.Destinations.Ga4;

/// <summary>How events are written for Google Analytics.</summary>
public class Ga4MappingTests
{
    [Fact]
    public void One_event_of_each_type_is_as_in_the_golden_file() => KindRuns.ShouldBeGolden(Ga4Mapping.Of, "Ga4");

    [Theory]
    [InlineData("Sign-up", "Sign_up")]
    [InlineData("2nd step", "c_2nd_step")]
    [InlineData("_hidden", "c__hidden")]
    [InlineData("user_engagement", "c_user_engagement")]
    [InlineData("session_start", "c_session_start")]
    [InlineData("notification_open", "c_notification_open")]
    [InlineData("ga_x", "c_ga_x")]
    [InlineData("Google-x", "c_Google_x")]
    [InlineData("gtag.x", "c_gtag_x")]
    [InlineData("firebase_x", "c_firebase_x")]
    [InlineData("scroll", "scroll")]
    [InlineData("a123456789b123456789c123456789d123456789e", "a123456789b123456789c123456789d123456789")]
    public void A_custom_name_is_sanitised(string name, string expected) => NameOf(Custom(name, new { })).ShouldBe(expected);

    [Fact]
    public void Names_without_a_letter_stay_different() => NameOf(Custom("登录", new { })).ShouldNotBe(NameOf(Custom("购买", new { })));

    [Theory]
    [InlineData("page_view", "landing", "landing")]
    [InlineData("transaction", "subscribe", "subscribe")]
    [InlineData("identify", "login", "login")]
    [InlineData("transaction", null, "purchase")]
    public void A_name_that_rules_have_set_is_the_events(string type, string? name, string expected) =>
        NameOf(Full(type) with { Event = Full(type).Event with { Name = name } }).ShouldBe(expected);

    [Fact]
    public void Traits_are_never_sent() =>
        Json(Full("identify") with { Event = Full("identify").Event with { Name = "login" } }).ToJsonString().ShouldNotContain("gmail");

    [Fact]
    public void A_refunded_order_is_a_refund()
    {
        var order = new Transaction("o-1", 10m, "BRL", null, null, null, null, "refunded", null, []);

        NameOf(With("transaction", order)).ShouldBe("refund");
    }

    [Theory]
    [InlineData("GA1.1.1234567890.1715940000", "1234567890.1715940000")]
    [InlineData("GA1.2.1.2", "1.2")]
    [InlineData("1234567890.1715940000", "1234567890.1715940000")]
    public void The_client_id_is_that_of_the_cookie(string cookie, string expected) =>
        RequestOf(WithIds(("ga", cookie)))["client_id"]!.ToString().ShouldBe(expected);

    [Theory]
    [InlineData(null)]
    [InlineData("GA1.1.ana@example.com")]
    [InlineData("GA1.1.1..2")]
    public void Without_the_cookie_the_client_id_is_made_of_the_visitor_id(string? cookie)
    {
        var one = WithIds(("ga", cookie));
        var id = RequestOf(one)["client_id"]!.ToString();

        id.ShouldMatch("^[0-9]+\\.[0-9]+$");
        RequestOf(Custom("other", new { }) with { Event = one.Event }).ShouldNotBeNull()["client_id"]!.ToString().ShouldBe(id);
        RequestOf(one with { Event = one.Event with { VisitorId = "other" } })["client_id"]!.ToString().ShouldNotBe(id);
    }

    [Theory]
    [InlineData("GS1.1.1715941000.3.1.1715941200.0.0.0", "1715941000")]
    [InlineData("GS2.1.s1715941000$o3$g1$t1715941200$j60$l0$h0", "1715941000")]
    [InlineData("GS2.1.o3$s1715941000", "1715941000")]
    [InlineData("GS3.1.1715941000", "77")]
    [InlineData(null, "77")]
    public void The_session_is_that_of_the_cookie_or_the_stores(string? cookie, string expected) =>
        ParametersOf(WithIds(("gaSession", cookie)))["session_id"]!.ToString().ShouldBe(expected);

    [Theory]
    [InlineData(true, "GRANTED")]
    [InlineData(false, "DENIED")]
    public void Marketing_decides_on_the_use_for_ads(bool marketing, string expected)
    {
        var one = Full("page_view");
        var consent = RequestOf(one with { Event = one.Event with { Consent = one.Event.Consent with { Marketing = marketing } } })["consent"]!;

        consent.ToJsonString().ShouldBe($$"""{"ad_user_data":"{{expected}}","ad_personalization":"{{expected}}"}""");
    }

    [Theory]
    [InlineData("u-7", "u-7")]
    [InlineData("ana@example.com", null)]
    [InlineData(null, null)]
    public void A_user_id_is_sent_when_it_is_known_and_no_email_address(string? userId, string? expected)
    {
        var one = Full("page_view");

        RequestOf(one with { Event = one.Event with { UserId = userId } })["user_id"]?.ToString().ShouldBe(expected);
    }

    [Fact]
    public void An_event_of_the_future_is_of_the_time_of_its_receipt()
    {
        var one = Full("page_view");
        var ahead = one with { Event = one.Event with { Timestamp = one.Event.ReceivedAt.AddMinutes(30) } };

        Json(ahead)["timestamp_micros"]!.GetValue<long>().ShouldBe(one.Event.ReceivedAt.ToUnixTimeMilliseconds() * 1_000);
    }

    [Fact]
    public void Own_parameters_stay_and_the_sender_has_what_is_left_of_25()
    {
        var many = Enumerable.Range(1, 40).ToDictionary(number => $"p{number}", number => (object)number);
        many["session_id"] = "mine";

        var parameters = ParametersOf(Custom("many", many));

        parameters.Count.ShouldBe(25);
        parameters["session_id"]!.ToString().ShouldBe("77");
    }

    [Fact]
    public void Properties_are_texts_and_numbers_with_names_as_Google_takes_them() => ParametersOf(Custom("own", new Dictionary<string, object?>
    {
        ["plan name"] = "pro",
        ["seats"] = 3,
        ["trial"] = true,
        ["price"] = 9.5m,
        ["tags"] = Array.Empty<string>(),
        ["nested"] = new { a = 1 },
        ["none"] = null,
        ["empty"] = "",
        ["ga_x"] = 1,
    })).Where(one => !one.Key.StartsWith("page_", StringComparison.Ordinal) && one.Key is not ("session_id" or "engagement_time_msec" or "message_id"))
        .Select(one => $"{one.Key}={one.Value}").ShouldBe(["plan_name=pro", "seats=3", "trial=true", "price=9.5", "c_ga_x=1"]);

    [Fact]
    public void A_long_text_is_cut_and_no_character_in_two() =>
        ParametersOf(Custom("long", new { text = new string('x', 99) + "😀" }))["text"]!.ToString().ShouldBe(new string('x', 99));

    [Theory]
    [InlineData("mailto")]
    [InlineData("tel")]
    public void Whom_a_link_calls_or_writes_to_is_not_sent(string kind)
    {
        var click = new Click("https://shop.example/", kind, new ClickElement("a", "contact", "ana@example.com", "mailto:ana@example.com"));

        Json(With("click", click)).ToJsonString().ShouldNotContain("ana");
    }

    [Fact]
    public void What_was_entered_is_not_sent() =>
        Json(With("form_input", new FormInput("https://shop.example/", new Form("f", null), new FormField("name", "text", "Ana")))).ToJsonString().ShouldNotContain("Ana");

    [Theory]
    [InlineData("""{"value":1,"currency":"BRL"}""")]
    [InlineData("""{"value":1,"orderId":"o-1"}""")]
    [InlineData("null")]
    public void An_order_of_which_rules_took_what_Google_needs_does_not_fit(string properties) =>
        Ga4Mapping.Of(Full("transaction") with { Event = Full("transaction").Event with { Properties = JsonSerializer.Deserialize<JsonElement>(properties) } })
            .ShouldBe(new DoesNotFit("order_without_id_or_currency"));

    [Fact]
    public void An_order_has_its_first_200_items()
    {
        var items = Enumerable.Range(1, 250).Select(number => new TransactionItem($"s{number}", null, null, null, null, 1m, 1)).ToList();

        ParametersOf(With("transaction", new Transaction("o-1", 250m, "BRL", null, null, null, null, "completed", null, items)))["items"]!.AsArray().Count.ShouldBe(200);
    }

    private static ForwardedEvent Full(string type) => MixedEvents.OneOfEach(MixedEvents.Noon).Single(one => one.Event.Type == type);

    private static ForwardedEvent With(string type, object properties)
    {
        var one = Full(type);
        return one with { Event = one.Event with { Properties = JsonSerializer.SerializeToElement(properties, JsonSerializerOptions.Web), SessionId = "77" }, Context = Domain.Collect.EventContext.Empty };
    }

    private static ForwardedEvent Custom(string name, object properties)
    {
        var one = With("custom", properties);
        return one with { Event = one.Event with { Name = name } };
    }

    private static ForwardedEvent WithIds(params (string Name, string? Value)[] ids)
    {
        var one = Custom("any", new { });
        return one with { Context = one.Context with { ClientIds = ids.Where(id => id.Value is not null).ToDictionary(id => id.Name, id => id.Value!) } };
    }

    private static MappedEvent Mapped(ForwardedEvent one) => Ga4Mapping.Of(one).ShouldBeOfType<MappedEvent>();

    private static JsonObject RequestOf(ForwardedEvent one) => JsonNode.Parse(Mapped(one).Group!)!.AsObject();

    private static JsonObject Json(ForwardedEvent one) => JsonNode.Parse(Mapped(one).Json)!.AsObject();

    private static JsonObject ParametersOf(ForwardedEvent one) => Json(one)["params"]!.AsObject();

    private static string NameOf(ForwardedEvent one) => Json(one)["name"]!.ToString();
}
