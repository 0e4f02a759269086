using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tracking.Contracts.Events;
using Tracking.Infrastructure.Destinations.Outgoing;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations.Matomo;

/// <summary>Stored events as requests of Matomo's Tracking HTTP API, each a JSON string as its bulk form has it.</summary>
internal static class MatomoMapping
{
    // Columns of its database (user_id, idorder); it would cut them itself, or fail where the database is strict.
    private const int MaxUserIdLength = 200;
    private const int MaxOrderIdLength = 100;

    /// <summary>Every request begins with its time, so that a batch can be put in order.</summary>
    private static readonly byte[] Start = "\"?cdt="u8.ToArray();

    /// <summary>The event as Matomo takes it.</summary>
    public static Mapping Of(ForwardedEvent forwarded, MatomoSettings settings)
    {
        var one = forwarded.Event;
        if (one.Type == "identify")
            return new LeftOut("no_traits_in_matomo");
        var order = one is { Type: "transaction", Name: null } ? forwarded.Properties<Transaction>() : null;
        if (order is not null && settings.Currency is { } currency && order.Currency != currency)
            return new LeftOut("other_currency");
        var query = Common(forwarded, settings);
        if (order is not null)
            AddOrder(query, order);
        else
            AddAction(query, forwarded);
        return new MappedEvent(forwarded.Id, JsonSerializer.SerializeToUtf8Bytes(query.ToString(), StoredData.Json));
    }

    /// <summary>The time of what was mapped, in seconds since 1970.</summary>
    public static long SecondsOf(byte[] json) => Utf8Parser.TryParse(json.AsSpan(Start.Length), out long seconds, out _) ? seconds : 0;

    private static MatomoQuery Common(ForwardedEvent forwarded, MatomoSettings settings)
    {
        var (one, context) = (forwarded.Event, forwarded.Context);
        return new MatomoQuery()
            .Add("cdt", one.Timestamp.ToUnixTimeSeconds())
            .Add("idsite", settings.SiteId)
            .Add("rec", 1)
            .Add("apiv", 1)
            .Add("_id", VisitorOf(one))
            .Add("uid", one.UserId is { } user ? CutText.To(user, MaxUserIdLength) : null)
            .Add("cip", forwarded.Address)
            .Add("ua", forwarded.UserAgent)
            .Add("lang", context.Locale)
            .Add("res", context.Screen is { } screen ? $"{screen.Width}x{screen.Height}" : null)
            .Add("country", one.Geo?.Country?.ToLowerInvariant())
            .Add("city", one.Geo?.City)
            .Add("urlref", one.Page?.Referrer)
            // What the site takes for a program is sent only where its rules say so; Matomo would throw it away.
            .Add("bots", one.Device is { Bot: true } ? 1 : null);
    }

    private static string VisitorOf(TrackedEvent<JsonElement?> one) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{one.Site}/{one.VisitorId}")))[..16];

    private static void AddAction(MatomoQuery query, ForwardedEvent forwarded)
    {
        var one = forwarded.Event;
        if (one.Name is { } name)
        {
            AddEvent(query, one, one.Type, name, null);
            return;
        }

        switch (one.Type)
        {
            case "page_view":
                query.Add("url", one.Page?.Url).Add("action_name", one.Page?.Title);
                break;
            case "click":
                AddClick(query, one, forwarded.Properties<Click>());
                break;
            case "form_input":
                var input = forwarded.Properties<FormInput>();
                AddEvent(query, one, "form", "input", NameOf(input.Form) is { } form ? $"{form}: {input.Field?.Name}" : input.Field?.Name);
                break;
            case "form_submit":
                var submit = forwarded.Properties<FormSubmit>();
                AddEvent(query, one, "form", submit.Outcome ?? "submitted", NameOf(submit.Form));
                break;
            case "engagement":
                // Lengthens the visit, and is no action: a visit of one page stays one.
                query.Add("url", one.Page?.Url).Add("ping", 1);
                break;
            default:
                AddEvent(query, one, one.Type, one.Type, null);
                break;
        }
    }

    private static void AddClick(MatomoQuery query, TrackedEvent<JsonElement?> one, Click click)
    {
        if (click is { Kind: "outbound" or "download", Element.Href: { } target })
        {
            query.Add("url", target).Add(click.Kind == "outbound" ? "link" : "download", target);
            return;
        }

        // Text and target of the others that lead somewhere are somebody's address or number.
        var what = click.Kind is "mailto" or "tel" ? click.Element?.Id : click.Element?.Text ?? click.Element?.Id ?? click.Element?.Href;
        AddEvent(query, one, "click", click.Kind ?? "element", what);
    }

    private static void AddEvent(MatomoQuery query, TrackedEvent<JsonElement?> one, string category, string action, string? name) =>
        query.Add("url", one.Page?.Url).Add("e_c", category).Add("e_a", action).Add("e_n", name);

    private static string? NameOf(Form? form) => form?.Name ?? form?.Id;

    private static void AddOrder(MatomoQuery query, Transaction order)
    {
        var id = order.OrderId is { } given ? CutText.To(given, MaxOrderIdLength) : null;
        query.Add("url", order.Url);
        if (order.Status == "refunded")
        {
            // It knows no refunds, and an order with less would be left out as a repetition.
            query.Add("e_c", "order").Add("e_a", "refunded").Add("e_n", id).Add("e_v", order.Value);
            return;
        }

        query.Add("idgoal", 0).Add("ec_id", id).Add("revenue", order.Value)
            .Add("ec_tx", order.Tax).Add("ec_sh", order.Shipping).Add("ec_dt", order.Discount)
            .Add("ec_items", JsonSerializer.Serialize(
                order.Items?.Select(item => new object[] { item.Sku, item.Name ?? string.Empty, item.Category ?? string.Empty, item.Price ?? 0, item.Quantity ?? 1 }) ?? [],
                StoredData.Json));
    }
}
