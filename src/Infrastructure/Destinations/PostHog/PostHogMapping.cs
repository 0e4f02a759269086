using System.Text.Json;
using Tracking.Contracts.Events;
using Tracking.Infrastructure.Destinations.Outgoing;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations.PostHog;

/// <summary>Stored events as PostHog's capture takes them.</summary>
internal static class PostHogMapping
{
    private const int MaxIdLength = 200;
    private const int MaxNameLength = 200;

    /// <summary>The space of our events' UUIDs: random, made once.</summary>
    private static readonly Guid Space = new("6f1d3c52-0b7e-4c58-9f3a-d2a1b6c7e845");

    /// <summary>The event as PostHog takes it.</summary>
    public static Mapping Of(ForwardedEvent forwarded)
    {
        var one = forwarded.Event;
        if (one is { Type: "identify", UserId: null })
            return new LeftOut("identify_without_user");
        var json = new
        {
            // By it PostHog knows a repetition. A messageId is unique within a site.
            uuid = NameUuid.Of(Space, $"{one.Site}/{one.MessageId}"),
            @event = NameOf(one),
            distinct_id = IdOf(one),
            timestamp = SpecEvent.Iso(one.Timestamp),
            properties = PropertiesOf(forwarded),
        };
        return new MappedEvent(forwarded.Id, JsonSerializer.SerializeToUtf8Bytes(json, StoredData.Json));
    }

    /// <summary>One that is too long is not cut, so that two stay two.</summary>
    private static string IdOf(TrackedEvent<JsonElement?> one)
    {
        var id = one.UserId ?? one.AnonymousId ?? one.VisitorId;
        return id.Length > MaxIdLength ? NameUuid.Of(Space, id).ToString() : id;
    }

    private static string NameOf(TrackedEvent<JsonElement?> one)
    {
        if (one.Type == "identify")
            return "$identify";
        if (one is { Type: "page_view", Name: null })
            return "$pageview";
        // PostHog's own events do things ($create_alias joins two persons): who may send an event may not send those.
        var name = SpecEvent.NameOf(one).TrimStart('$');
        return name.Length == 0 ? "custom" : CutText.To(name, MaxNameLength);
    }

    private static Dictionary<string, object> PropertiesOf(ForwardedEvent forwarded)
    {
        var (one, context) = (forwarded.Event, forwarded.Context);
        var all = new Dictionary<string, object>();
        foreach (var (name, value) in one.Type == "identify" ? [] : SpecEvent.PropertiesOf(one))
        {
            // Nor what steers PostHog: $set changes a person, token names another project. The page has PostHog's own names, below.
            var isOfPage = one.Type != "custom" && name is ("url" or "title" or "referrer");
            if (!isOfPage && !name.StartsWith('$') && name is not ("token" or "distinct_id"))
                all[name] = value;
        }

        if (one.Type == "identify")
            AddPerson(all, one);
        // Else each anonymous visitor becomes a person.
        all["$process_person_profile"] = one.UserId is not null;
        // The request comes from here: PostHog would take this place for the visitor's.
        all["$geoip_disable"] = true;
        all["$lib"] = "tracking";
        Add(all, "session_id", one.SessionId);
        Add(all, "$current_url", one.Page?.Url);
        Add(all, "$host", one.Page?.Hostname);
        Add(all, "$pathname", one.Page?.Path);
        Add(all, "title", one.Page?.Title);
        Add(all, "$referrer", one.Page?.Referrer);
        Add(all, "$referring_domain", Uri.TryCreate(one.Page?.Referrer, UriKind.Absolute, out var referrer) ? referrer.Host : null);
        Add(all, "utm_source", forwarded.Campaign?.Source);
        Add(all, "utm_medium", forwarded.Campaign?.Medium);
        Add(all, "utm_campaign", forwarded.Campaign?.Name);
        Add(all, "utm_term", forwarded.Campaign?.Term);
        Add(all, "utm_content", forwarded.Campaign?.Content);
        Add(all, "$device_type", one.Device?.Type is { Length: > 0 } type ? char.ToUpperInvariant(type[0]) + type[1..] : null);
        Add(all, "$browser", one.Device?.Browser);
        Add(all, "$browser_version", one.Device?.BrowserVersion);
        Add(all, "$os", one.Device?.Os);
        Add(all, "$os_version", one.Device?.OsVersion);
        Add(all, "$raw_user_agent", forwarded.UserAgent);
        Add(all, "$browser_language", context.Locale);
        Add(all, "$timezone", context.Timezone);
        Add(all, "$screen_width", context.Screen?.Width);
        Add(all, "$screen_height", context.Screen?.Height);
        Add(all, "$geoip_country_code", one.Geo?.Country);
        Add(all, "$geoip_subdivision_1_name", one.Geo?.Region);
        Add(all, "$geoip_city_name", one.Geo?.City);
        return all;
    }

    private static void AddPerson(Dictionary<string, object> all, TrackedEvent<JsonElement?> one)
    {
        if (SpecEvent.TraitsOf(one) is { } traits)
            all["$set"] = traits;
        // Joins what the browser did before with the person.
        if (one.AnonymousId is { } anonymous && anonymous != one.UserId)
            all["$anon_distinct_id"] = CutText.To(anonymous, MaxIdLength);
    }

    /// <summary>What the sender set under that name stays.</summary>
    private static void Add(Dictionary<string, object> all, string name, object? value)
    {
        if (value is not null)
            all.TryAdd(name, value);
    }
}
