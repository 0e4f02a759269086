using System.Text.Json.Nodes;
using Tracking.Application.Collect;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;

namespace Tracking.Application.Tests.Collect;

public sealed class EventCollectorTests : IDisposable
{
    private readonly CollectPipeline pipeline = new();

    public void Dispose() => pipeline.Dispose();

    [Fact]
    public async Task A_good_event_is_not_lost_to_a_bad_neighbour()
    {
        var result = await pipeline.CollectAsync(
            EventSamples.Of("click").WithoutRequired(), EventSamples.Of("page_view").Json(), EventSamples.Of("click").WithoutRequired());

        result.Stored.ShouldBe(1);
        result.Rejected.Select(one => one.Index).ShouldBe([0, 2]);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("   ")]
    [InlineData("\t\n")]
    public async Task A_blank_messageId_is_rejected(string blank)
    {
        var view = EventSamples.Of("page_view").Json();
        view["messageId"] = blank;
        var result = await pipeline.CollectAsync(view);

        result.Rejected.ShouldHaveSingleItem().Errors.ShouldBe([new FieldError("messageId", RejectionReason.InvalidValue, "must not be blank")]);
    }

    [Fact]
    public async Task An_empty_messageId_is_absent()
    {
        var view = EventSamples.Of("page_view").Json();
        view["messageId"] = string.Empty;

        (await pipeline.CollectAsync(view)).Stored.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_is_published_at_once()
    {
        await pipeline.CollectAsync(EventSamples.Of("page_view").Json(), EventSamples.Of("click").Json());

        pipeline.Touched.Count(place => place == "bus").ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_published_when_nothing_is_to_be_stored()
    {
        await pipeline.CollectAsync(EventSamples.Of("click").WithoutRequired());

        pipeline.Touched.ShouldNotContain("bus");
    }

    [Fact]
    public async Task Nothing_is_counted_when_nothing_durable_can_be_written()
    {
        pipeline.IsDurable = false;
        await Should.ThrowAsync<NotDurableException>(
            () => pipeline.CollectAsync(EventSamples.Of("page_view").Json(), EventSamples.Of("click").WithoutRequired()));

        pipeline.Counted.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_stored_is_counted_with_its_reason()
    {
        await pipeline.CollectAsync(EventSamples.Of("identify").Json(), EventSamples.Of("click").WithoutRequired());

        pipeline.Counted.ShouldBe(["dropped 7 NoConsentToIdentify", "rejected 7 click properties.url Missing"]);
    }

    [Fact]
    public async Task An_unknown_type_is_named_in_no_count()
    {
        await pipeline.CollectAsync(new JsonObject { ["type"] = "somebody@example.org" });

        pipeline.Counted.ShouldBe(["rejected 7  type UnknownType"]);
    }

    [Fact]
    public async Task Two_visitors_without_consent_from_one_network_with_one_browser_are_one()
    {
        await pipeline.CollectAsync(Anonymous("a", "203.0.113.77"), Anonymous("b", "203.0.113.78"), Anonymous("c", "203.0.114.77"));

        pipeline.Published.Select(one => one.Header.VisitorId).Distinct().Count().ShouldBe(1);
        pipeline.FromServer = true;
        pipeline.Published.Clear();
        await pipeline.CollectAsync(Anonymous("a", "203.0.113.77"), Anonymous("b", "203.0.113.78"), Anonymous("c", "203.0.114.77"));

        pipeline.Published.Select(one => one.Header.VisitorId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_repetition_has_the_same_key_with_and_without_consent()
    {
        var withConsent = EventSamples.Of("transaction").Json();
        withConsent["context"]!["consent"] = new JsonObject { ["analytics"] = true };
        await pipeline.CollectAsync(EventSamples.Of("transaction").Json(), withConsent);

        pipeline.Published.Cast<TransactionRecorded>().Select(one => (one.Header.MessageKey, one.OrderKey)).Distinct().Count().ShouldBe(1);
        pipeline.Published.Select(one => one.Header.Consent.Anonymised).ShouldBe([true, false]);
    }

    [Fact]
    public async Task The_same_message_of_two_sites_has_two_keys()
    {
        await pipeline.CollectAsync(EventSamples.Of("page_view").Json());
        pipeline.Site = new Site(8, "other", new SiteSettings());
        await pipeline.CollectAsync(EventSamples.Of("page_view").Json());

        pipeline.Published.Select(one => one.Header.MessageKey).Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData(false, typeof(CustomEventOccurred))]
    [InlineData(true, typeof(TransactionRecorded))]
    public async Task Where_servers_alone_are_believed_a_browsers_transaction_is_a_custom_event(bool fromServer, Type expected)
    {
        pipeline.Site = new Site(7, "shop", new SiteSettings { TransactionsFrom = TransactionsFrom.Server });
        pipeline.FromServer = fromServer;
        await pipeline.CollectAsync(EventSamples.Of("transaction").Json());

        pipeline.Published.ShouldHaveSingleItem().ShouldBeOfType(expected);
    }

    [Theory]
    [InlineData("city", true)]
    [InlineData("CITY", true)]
    [InlineData("email", false)]
    public async Task A_form_value_is_collected_only_where_the_site_lists_its_field(string listed, bool isKept)
    {
        pipeline.Site = new Site(7, "shop", new SiteSettings { ConsentMode = ConsentMode.OptOut, FormFields = [listed] });
        await pipeline.CollectAsync(EventSamples.Of("form_input").Json());

        pipeline.Published.Cast<FormFieldEntered>().Single().Field.Value.ShouldBe(isKept ? "canary-value" : null);
    }

    [Fact]
    public async Task An_anonymised_custom_event_keeps_the_properties_that_the_site_lists()
    {
        pipeline.Site = new Site(7, "shop", new SiteSettings { AnonymousProperties = ["videoId", "Seconds"] });
        await pipeline.CollectAsync(EventSamples.Of("custom").Json());

        pipeline.Published.Cast<CustomEventOccurred>().Single().Properties!.Value.GetRawText()
            .ShouldBe("""{"url":"https://shop.example/sale?utm_source=news","videoId":"v-7"}""");
    }

    [Theory]
    [InlineData(0.30000000000000004, 0.3)]
    [InlineData(19.99, 19.99)]
    [InlineData(0.0000004, 0)]
    public async Task Money_is_kept_with_six_decimals(double sent, double kept)
    {
        var order = EventSamples.Of("transaction").Json();
        order["properties"]!["value"] = sent;
        await pipeline.CollectAsync(order);

        pipeline.Published.Cast<TransactionRecorded>().Single().Value.ShouldBe((decimal)kept);
    }

    private static JsonObject Anonymous(string messageId, string address)
    {
        var json = EventSamples.Of("page_view").Json();
        json["messageId"] = messageId;
        json["context"]!["ip"] = address;
        return json;
    }
}
