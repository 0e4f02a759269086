using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tracking.Contracts.Events;
using Tracking.Contracts.Privacy;
using Tracking.Infrastructure.Publishing;

namespace Tracking.Infrastructure.Tests.Publishing;

public class PublicMessageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 17, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("page_view", null, "shop.page_view")]
    [InlineData("custom", "signup", "shop.custom.signup")]
    [InlineData("custom", "Sign-up  Done!", "shop.custom.sign_up_done_")]
    [InlineData("custom", "a.b*#_c", "shop.custom.a_b_c")]
    [InlineData("custom", "ÇÃO 2", "shop.custom._o_2")]
    public void Its_key_names_site_and_type_and_of_a_custom_event_the_name_in_small_letters(string type, string? name, string key) =>
        PublicMessage.Of(Event(type, name)).RoutingKey.ShouldBe(key);

    [Fact]
    public void An_event_is_a_cloud_event_in_structured_mode()
    {
        var message = PublicMessage.Of(Event("page_view", null));

        message.Id.ShouldBe("m-1");
        JsonNode.DeepEquals(JsonNode.Parse(message.Body.Span), JsonNode.Parse(
            """
            {
              "specversion": "1.0", "id": "m-1", "source": "/sites/shop", "type": "tracking.page_view.v1", "time": "2026-05-17T12:00:00+00:00",
              "subject": "ana", "datacontenttype": "application/json",
              "data": {
                "type": "page_view", "messageId": "m-1", "timestamp": "2026-05-17T12:00:00+00:00", "receivedAt": "2026-05-17T12:00:01+00:00",
                "site": "shop", "visitorId": "ana", "properties": { "url": "https://shop.example/" },
                "consent": { "analytics": true, "marketing": false, "personalization": false, "anonymised": false }
              }
            }
            """)).ShouldBeTrue(Encoding.UTF8.GetString(message.Body.Span));
    }

    [Fact]
    public void A_decision_names_its_subject()
    {
        var message = PublicMessage.Of("shop", Noon, new ConsentChanged(
            new PrivacySubject("ana", null), new ConsentDecisions(Analytics: true, Marketing: false, Personalization: null), "r-1"));

        (message.RoutingKey, message.Id).ShouldBe(("shop.consent_changed", "r-1"));
        JsonNode.DeepEquals(JsonNode.Parse(message.Body.Span), JsonNode.Parse(
            """
            {
              "specversion": "1.0", "id": "r-1", "source": "/sites/shop", "type": "tracking.consent_changed.v1", "time": "2026-05-17T12:00:00+00:00",
              "datacontenttype": "application/json",
              "data": { "subject": { "anonymousId": "ana" }, "decisions": { "analytics": true, "marketing": false }, "receiptId": "r-1" }
            }
            """)).ShouldBeTrue(Encoding.UTF8.GetString(message.Body.Span));
    }

    private static TrackedEvent<JsonElement?> Event(string type, string? name) => new()
    {
        Type = type,
        Name = name,
        MessageId = "m-1",
        Timestamp = Noon,
        ReceivedAt = Noon.AddSeconds(1),
        Site = "shop",
        VisitorId = "ana",
        Properties = JsonSerializer.SerializeToElement(new { url = "https://shop.example/" }),
        Consent = new Contracts.Events.Consent(Analytics: true, Marketing: false, Personalization: false, Anonymised: false),
    };
}
