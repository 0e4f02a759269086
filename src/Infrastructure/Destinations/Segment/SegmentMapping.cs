using System.Text.Json;
using Tracking.Contracts.Events;
using Tracking.Infrastructure.Destinations.Outgoing;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations.Segment;

/// <summary>Stored events as calls of Segment's HTTP Tracking API.</summary>
internal static class SegmentMapping
{
    private const int MaxEventBytes = 32_768;

    /// <summary>The event as Segment takes it: <c>page</c>, <c>identify</c> or <c>track</c>.</summary>
    public static Mapping Of(ForwardedEvent forwarded)
    {
        var one = forwarded.Event;
        var type = one.Type switch
        {
            "identify" => "identify",
            // A page view that rules gave a name is something that happened, under that name.
            "page_view" when one.Name is null => "page",
            _ => "track",
        };
        var call = new
        {
            type,
            messageId = one.MessageId,
            // One of the two is required: a visitor without either is one for a day.
            anonymousId = one.AnonymousId ?? (one.UserId is null ? one.VisitorId : null),
            userId = one.UserId,
            timestamp = SpecEvent.Iso(one.Timestamp),
            @event = type == "track" ? SpecEvent.NameOf(one) : null,
            traits = type == "identify" ? SpecEvent.TraitsOf(one) : null,
            properties = type switch { "identify" => null, "page" => PageProperties(one), _ => SpecEvent.PropertiesOf(one) },
            context = ContextOf(forwarded),
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(call, StoredData.Json);
        return json.Length > MaxEventBytes ? new DoesNotFit("event_over_32_kb") : new MappedEvent(forwarded.Id, json);
    }

    private static Dictionary<string, object> PageProperties(TrackedEvent<JsonElement?> one)
    {
        var properties = SpecEvent.PropertiesOf(one);
        if (one.Page?.Path is { } path)
            properties["path"] = path;
        if (SearchOf(one.Page?.Url) is { } search)
            properties["search"] = search;
        return properties;
    }

    private static object ContextOf(ForwardedEvent forwarded)
    {
        var (one, context) = (forwarded.Event, forwarded.Context);
        return new
        {
            library = new { name = "tracking" },
            page = one.Page is { } page ? new { path = page.Path, referrer = page.Referrer, search = SearchOf(page.Url), title = page.Title, url = page.Url } : null,
            campaign = forwarded.Campaign is { } campaign
                ? new { source = campaign.Source, medium = campaign.Medium, name = campaign.Name, term = campaign.Term, content = campaign.Content }
                : null,
            locale = context.Locale,
            timezone = context.Timezone,
            screen = context.Screen is { } screen ? new { width = screen.Width, height = screen.Height } : null,
            userAgent = forwarded.UserAgent,
            consent = new
            {
                categoryPreferences = new
                {
                    analytics = one.Consent.Analytics,
                    marketing = one.Consent.Marketing,
                    personalization = one.Consent.Personalization,
                },
            },
        };
    }

    private static string? SearchOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Query.Length > 1 ? parsed.Query : null;
}
