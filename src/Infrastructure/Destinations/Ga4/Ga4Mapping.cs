using System.Text.Json;
using Tracking.Contracts.Events;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations.Ga4;

/// <summary>Stored events as events of the Measurement Protocol.</summary>
internal static class Ga4Mapping
{
    // Longer than other parameters: Analytics help, "Event collection limits".
    private const int MaxLocationLength = 1_000;
    private const int MaxReferrerLength = 420;
    private const int MaxTitleLength = 300;

    /// <summary>The event as GA4 takes it; its group is the rest of the request.</summary>
    public static Mapping Of(ForwardedEvent forwarded)
    {
        var one = forwarded.Event;
        if (one is { Type: "identify", Name: null })
            return new LeftOut("identify_is_no_event");
        var hasProperties = one.Properties is { ValueKind: JsonValueKind.Object };
        var order = one.Type == "transaction" && hasProperties ? forwarded.Properties<Transaction>() : null;
        if (one.Type == "transaction" && (string.IsNullOrEmpty(order?.OrderId) || string.IsNullOrEmpty(order.Currency)))
            return new DoesNotFit("order_without_id_or_currency");

        var engagement = one.Type == "engagement" && hasProperties ? forwarded.Properties<Engagement>() : null;
        var parameters = new Ga4Parameters();
        // Without these two Google counts neither session nor user. Time itself comes with an engagement.
        parameters.Add("session_id", Ga4Visitor.SessionId(forwarded));
        parameters.AddValue("engagement_time_msec", Math.Max(engagement?.EngagedMs ?? 1, 1));
        // Google knows repetitions of orders only; by this one can take out others in its export.
        parameters.Add("message_id", one.MessageId);
        parameters.Add("page_location", one.Page?.Url, MaxLocationLength);
        parameters.Add("page_title", one.Page?.Title, MaxTitleLength);
        parameters.Add("page_referrer", one.Page?.Referrer, MaxReferrerLength);
        parameters.AddValue("percent_scrolled", engagement?.ScrollPercent);
        if (order is not null)
            AddOrder(parameters, order);
        else if (hasProperties)
            AddProperties(parameters, forwarded);

        var json = new
        {
            name = Ga4Names.Event(one.Name ?? (order is null ? one.Type : order.Status == "refunded" ? "refund" : "purchase")),
            // Google takes no event of the future, and a sender's clock may be ahead.
            timestamp_micros = (one.Timestamp < one.ReceivedAt ? one.Timestamp : one.ReceivedAt).Subtract(DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            @params = parameters.Values,
        };
        return new MappedEvent(forwarded.Id, JsonSerializer.SerializeToUtf8Bytes(json, StoredData.Json), Ga4Visitor.Of(forwarded));
    }

    private static void AddProperties(Ga4Parameters parameters, ForwardedEvent forwarded)
    {
        switch (forwarded.Event.Type)
        {
            case "click":
                AddClick(parameters, forwarded.Properties<Click>());
                break;
            case "form_input":
                var input = forwarded.Properties<FormInput>();
                AddForm(parameters, input.Form);
                parameters.Add("form_field_name", input.Field?.Name);
                parameters.Add("form_field_type", input.Field?.Type);
                break;
            case "form_submit":
                var submit = forwarded.Properties<FormSubmit>();
                AddForm(parameters, submit.Form);
                parameters.AddValue("form_field_count", submit.FieldCount);
                parameters.Add("form_outcome", submit.Outcome);
                break;
            case "custom":
                parameters.AddOwn(forwarded.Event.Properties!.Value);
                break;
        }
    }

    private static void AddClick(Ga4Parameters parameters, Click click)
    {
        parameters.Add("click_kind", click.Kind);
        parameters.Add("link_id", click.Element?.Id);
        // What names a person is nothing for Google, and such a link is an address or a number.
        if (click.Kind is "mailto" or "tel")
            return;
        parameters.Add("link_url", click.Element?.Href);
        parameters.Add("link_domain", Uri.TryCreate(click.Element?.Href, UriKind.Absolute, out var target) ? target.Host : null);
        parameters.Add("link_text", click.Element?.Text);
        parameters.Add("outbound", click.Kind == "outbound" ? "true" : null);
    }

    private static void AddForm(Ga4Parameters parameters, Form? form)
    {
        parameters.Add("form_id", form?.Id);
        parameters.Add("form_name", form?.Name);
    }

    private static void AddOrder(Ga4Parameters parameters, Transaction order)
    {
        parameters.Add("transaction_id", order.OrderId);
        parameters.AddValue("value", order.Value);
        parameters.Add("currency", order.Currency);
        parameters.AddValue("tax", order.Tax);
        parameters.AddValue("shipping", order.Shipping);
        parameters.AddValue("discount", order.Discount);
        parameters.Add("coupon", order.Coupon);
        if (order.Items is { Count: > 0 } items)
            parameters.AddValue("items", Ga4Item.Of(items));
    }
}
