using System.Text.Json;
using Tracking.Contracts.Events;
using Tracking.Infrastructure.Destinations.Outgoing;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations.Meta;

/// <summary>Stored events as website events of the Conversions API.</summary>
internal static class MetaMapping
{
    private const int MaxNameLength = 50;

    /// <summary>The event as Meta takes it.</summary>
    /// <param name="forwarded">The event.</param>
    /// <param name="userData">Which properties say who the person is.</param>
    public static Mapping Of(ForwardedEvent forwarded, IReadOnlyDictionary<string, string> userData)
    {
        var one = forwarded.Event;
        // Without it nothing may go by which Meta could know the person, and then Meta refuses the event.
        if (!one.Consent.Marketing)
            return new LeftOut("no_consent_marketing");
        var person = MetaUserData.Of(forwarded, userData);
        if ((one.Name ?? NameOf(forwarded, person)) is not { } name)
            return new LeftOut("nothing_for_" + one.Type);
        if (one.Page?.Url is not { } url)
            return new DoesNotFit("no_page_url");
        if (string.IsNullOrEmpty(forwarded.UserAgent))
            return new DoesNotFit("no_user_agent");
        if (person.Count == 0)
            return new DoesNotFit("nothing_to_match_by");
        var data = DataOf(forwarded, userData);
        if (name == "Purchase" && !(data.ContainsKey("value") && data.ContainsKey("currency")))
            return new DoesNotFit("purchase_without_value_or_currency");

        person["client_user_agent"] = forwarded.UserAgent;
        var json = new
        {
            event_name = CutText.To(name, MaxNameLength),
            // Meta refuses events of the future, and a sender's clock may be ahead.
            event_time = (one.Timestamp < one.ReceivedAt ? one.Timestamp : one.ReceivedAt).ToUnixTimeSeconds(),
            event_id = one.MessageId,
            action_source = "website",
            event_source_url = url,
            referrer_url = one.Page.Referrer,
            user_data = person,
            custom_data = data.Count > 0 ? data : null,
        };
        return new MappedEvent(forwarded.Id, JsonSerializer.SerializeToUtf8Bytes(json, StoredData.Json));
    }

    /// <summary>Meta's word for it; <c>null</c>: there is none.</summary>
    private static string? NameOf(ForwardedEvent forwarded, Dictionary<string, object> person) => forwarded.Event.Type switch
    {
        "page_view" => "PageView",
        "transaction" when HasProperties(forwarded) && forwarded.Properties<Transaction>().Status == "completed" => "Purchase",
        "form_submit" when HasProperties(forwarded) && forwarded.Properties<FormSubmit>().Outcome == "submitted" => "Lead",
        // It brings the cookies' ids and the person together.
        "identify" when person.ContainsKey("em") || person.ContainsKey("ph") => "Identify",
        _ => null,
    };

    private static Dictionary<string, object> DataOf(ForwardedEvent forwarded, IReadOnlyDictionary<string, string> userData)
    {
        var data = new Dictionary<string, object>();
        if (!HasProperties(forwarded))
            return data;
        switch (forwarded.Event.Type)
        {
            case "transaction":
                AddOrder(data, forwarded.Properties<Transaction>());
                break;
            case "form_submit" when forwarded.Properties<FormSubmit>().Form is { } form && (form.Name ?? form.Id) is { } name:
                data["content_name"] = name;
                break;
            case "custom":
                AddOwn(data, forwarded.Event.Properties!.Value, userData);
                break;
        }

        return data;
    }

    private static void AddOrder(Dictionary<string, object> data, Transaction order)
    {
        if (!string.IsNullOrEmpty(order.Currency))
            (data["value"], data["currency"]) = (order.Value, order.Currency);
        if (!string.IsNullOrEmpty(order.OrderId))
            data["order_id"] = order.OrderId;
        if (order.Items is not { Count: > 0 } items)
            return;
        data["content_type"] = "product";
        data["contents"] = items.Select(item => new { id = item.Sku, quantity = item.Quantity ?? 1, item_price = item.Price }).ToArray();
        data["num_items"] = items.Sum(item => (long)(item.Quantity ?? 1));
    }

    /// <summary>The sender's own, but the URL, what says who the person is, and what is of another kind than Meta has under that name.</summary>
    private static void AddOwn(Dictionary<string, object> data, JsonElement properties, IReadOnlyDictionary<string, string> userData)
    {
        foreach (var property in properties.EnumerateObject().Where(one => one.Name != "url" && !userData.Values.Contains("properties." + one.Name)))
        {
            if (IsTaken(property))
                data[property.Name] = property.Value;
        }
    }

    private static bool IsTaken(JsonProperty property) => property.Name switch
    {
        "value" or "predicted_ltv" => property.Value.ValueKind == JsonValueKind.Number,
        "num_items" => property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt64(out _),
        "currency" => property.Value.ValueKind == JsonValueKind.String && property.Value.GetString() is { Length: 3 } code && code.All(char.IsAsciiLetter),
        "contents" or "content_ids" => false,
        _ => property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False,
    };

    private static bool HasProperties(ForwardedEvent forwarded) => forwarded.Event.Properties is { ValueKind: JsonValueKind.Object };
}
