using System.Text.Json;
using System.Text.Json.Nodes;
using Tracking.Contracts.Events;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Meta;

namespace Tracking.Infrastructure.Tests.Destinations.Meta;

/// <summary>How events are written for Meta.</summary>
public class MetaMappingTests
{
    private static readonly Dictionary<string, string> NoPaths = [];

    [Fact]
    public void One_event_of_each_type_is_as_in_the_golden_file() => KindRuns.ShouldBeGolden(one => MetaMapping.Of(one, NoPaths), "Meta");

    [Theory]
    [InlineData("em", " John_Smith@gmail.com ", "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f")]
    [InlineData("ph", "+1 (650) 555-1212", "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176")]
    [InlineData("ph", "0016505551212", "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176")]
    [InlineData("em", "62A14E44F765419D10FEA99367361A727C12365E2520F32218D505ED9AA0F62F", "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f")]
    [InlineData("em", "nobody", null)]
    [InlineData("ph", "call me", null)]
    [InlineData("db", "1990", null)]
    [InlineData("ge", "x", null)]
    [InlineData("country", "Brazil", null)]
    public void What_says_who_a_person_is_is_made_alike_and_hashed(string field, string text, string? expected) => MetaHash.Of(field, text).ShouldBe(expected);

    [Theory]
    [InlineData("fn", " D'Ávila ", "dávila")]
    [InlineData("ct", "São Paulo", "sãopaulo")]
    [InlineData("st", "SP", "sp")]
    [InlineData("zp", "13083-970", "13083970")]
    [InlineData("zp", "94035-1234", "94035")]
    [InlineData("country", "BR", "br")]
    [InlineData("db", "1990-05-17", "19900517")]
    [InlineData("ge", "Female", "f")]
    public void Each_field_is_made_alike_in_its_own_way(string field, string text, string alike) => MetaHash.Of(field, text).ShouldBe(MetaHash.Of(alike));

    [Fact]
    public void Nothing_is_sent_without_marketing_consent()
    {
        foreach (var one in MixedEvents.OneOfEach(MixedEvents.Noon))
        {
            var refused = one with { Event = one.Event with { Consent = one.Event.Consent with { Marketing = false } } };
            MetaMapping.Of(refused, NoPaths).ShouldBe(new LeftOut("no_consent_marketing"));
        }
    }

    [Fact]
    public void Without_a_user_agent_Meta_would_refuse_it() =>
        MetaMapping.Of(Full("page_view") with { UserAgent = null }, NoPaths).ShouldBe(new DoesNotFit("no_user_agent"));

    [Fact]
    public void Without_a_page_Meta_would_refuse_it() =>
        MetaMapping.Of(Full("page_view") with { Event = Full("page_view").Event with { Page = null } }, NoPaths).ShouldBe(new DoesNotFit("no_page_url"));

    [Fact]
    public void With_nothing_to_match_by_Meta_would_refuse_it() => MetaMapping.Of(
        Bare("page_view", null) with { Event = Bare("page_view", null).Event with { AnonymousId = null, UserId = null } }, NoPaths).ShouldBe(new DoesNotFit("nothing_to_match_by"));

    [Theory]
    [InlineData("click", "nothing_for_click")]
    [InlineData("form_input", "nothing_for_form_input")]
    [InlineData("engagement", "nothing_for_engagement")]
    public void What_Meta_has_no_word_for_is_left_out(string type, string reason) => MetaMapping.Of(Full(type), NoPaths).ShouldBe(new LeftOut(reason));

    [Fact]
    public void A_name_that_rules_have_set_is_the_events() =>
        Json(Full("click") with { Event = Full("click").Event with { Name = "Contact" } })["event_name"]!.ToString().ShouldBe("Contact");

    [Fact]
    public void A_refund_and_a_form_that_was_not_valid_are_left_out()
    {
        MetaMapping.Of(Bare("transaction", new Transaction("o-1", 1m, "BRL", null, null, null, null, "refunded", null, [])), NoPaths).ShouldBe(new LeftOut("nothing_for_transaction"));
        MetaMapping.Of(Bare("form_submit", new FormSubmit("https://shop.example/", new Form("f", null), 1, "invalid")), NoPaths).ShouldBe(new LeftOut("nothing_for_form_submit"));
    }

    [Fact]
    public void An_identify_is_sent_only_with_what_Meta_can_match()
    {
        MetaMapping.Of(Bare("identify", new { traits = new { plan = "pro" } }), NoPaths).ShouldBe(new LeftOut("nothing_for_identify"));
        Json(Full("identify"))["user_data"]!["em"]![0]!.ToString().ShouldBe("62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f");
    }

    [Fact]
    public void Properties_that_settings_name_are_hashed_and_not_sent_beside()
    {
        var json = Json(Custom(new { email = "john_smith@gmail.com", plan = "pro" }), new() { ["em"] = "properties.email" });

        json["user_data"]!["em"]![0]!.ToString().ShouldBe("62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f");
        json["custom_data"]!.ToJsonString().ShouldBe("""{"plan":"pro"}""");
    }

    [Fact]
    public void Other_events_traits_say_nothing() => Json(Custom(new { traits = new { email = "john_smith@gmail.com" } }))["user_data"]!["em"].ShouldBeNull();

    [Theory]
    [InlineData("fb.1.1554763741205.IwAR0", "other", "fb.1.1554763741205.IwAR0")]
    [InlineData(null, "IwAR0AbC", "fb.1.1779019200123.IwAR0AbC")]
    [InlineData("broken", "IwAR0AbC", "fb.1.1779019200123.IwAR0AbC")]
    [InlineData(null, null, null)]
    public void The_click_is_that_of_the_cookie_or_made_of_the_id(string? cookie, string? fbclid, string? expected)
    {
        var one = Custom(new { });
        var context = one.Context with
        {
            ClientIds = cookie is null ? null : new Dictionary<string, string> { ["fbc"] = cookie },
            ClickIds = fbclid is null ? null : new Dictionary<string, string> { ["fbclid"] = fbclid },
        };

        Json(one with { Context = context })["user_data"]!["fbc"]?.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.0/24", null)]
    [InlineData("2001:db8:1::/48", null)]
    [InlineData(null, null)]
    public void An_address_is_sent_where_the_site_keeps_all_of_it(string? address, string? expected) =>
        Json(Full("page_view") with { Address = address })["user_data"]!["client_ip_address"]?.ToString().ShouldBe(expected);

    [Fact]
    public void What_has_another_kind_at_Meta_is_not_sent_under_that_name() =>
        Json(Custom(new { value = "9", currency = "reais", contents = "a", num_items = 1.5, predicted_ltv = 2, deep = new { a = 1 }, ok = true }))["custom_data"]!
            .ToJsonString().ShouldBe("""{"predicted_ltv":2,"ok":true}""");

    [Fact]
    public void A_purchase_needs_value_and_currency()
    {
        var one = Custom(new { value = 1 });

        MetaMapping.Of(one with { Event = one.Event with { Name = "Purchase" } }, NoPaths).ShouldBe(new DoesNotFit("purchase_without_value_or_currency"));
    }

    [Fact]
    public void An_event_of_the_future_is_of_the_time_of_its_receipt()
    {
        var one = Full("page_view");
        var ahead = one with { Event = one.Event with { Timestamp = one.Event.ReceivedAt.AddMinutes(30) } };

        Json(ahead)["event_time"]!.GetValue<long>().ShouldBe(one.Event.ReceivedAt.ToUnixTimeSeconds());
    }

    private static ForwardedEvent Full(string type) => MixedEvents.OneOfEach(MixedEvents.Noon).Single(one => one.Event.Type == type);

    private static ForwardedEvent Bare(string type, object? properties)
    {
        var one = Full(type);
        return one with
        {
            Event = one.Event with { Properties = JsonSerializer.SerializeToElement(properties, JsonSerializerOptions.Web) },
            Context = Domain.Collect.EventContext.Empty,
            Address = null,
        };
    }

    private static ForwardedEvent Custom(object properties) => Bare("custom", properties);

    private static JsonObject Json(ForwardedEvent one, Dictionary<string, string>? paths = null) =>
        JsonNode.Parse(MetaMapping.Of(one, paths ?? NoPaths).ShouldBeOfType<MappedEvent>().Json)!.AsObject();
}
