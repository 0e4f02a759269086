using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tracking.Infrastructure.Destinations.Outgoing;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations.Ga4;

/// <summary>Who a request is about: all that GA4 takes once for all of its events. Only events that agree in it share a request.</summary>
internal static partial class Ga4Visitor
{
    private const int MaxUserIdLength = 256;
    private const int MaxDeviceLength = 100;

    /// <summary>A request's members but its events, as a JSON object.</summary>
    public static string Of(ForwardedEvent forwarded)
    {
        var one = forwarded.Event;
        var (device, screen) = (one.Device, forwarded.Context.Screen);
        // analytics_storage is none of them: what has no such consent is not sent at all.
        var consent = one.Consent.Marketing ? "GRANTED" : "DENIED";
        return JsonSerializer.Serialize(
            new
            {
                client_id = ClientId(forwarded),
                // Google forbids what names a person; an e-mail address as the sender's id of a person does.
                user_id = one.UserId is { Length: <= MaxUserIdLength } userId && !userId.Contains('@') ? userId : null,
                consent = new { ad_user_data = consent, ad_personalization = consent },
                user_location = one.Geo?.Country is { Length: 2 } country ? new { country_id = country } : null,
                device = device is null && screen is null && forwarded.Context.Locale is null ? null : new
                {
                    category = Cut(device?.Type),
                    language = LanguageOf(forwarded.Context.Locale),
                    screen_resolution = screen is null ? null : $"{screen.Width}x{screen.Height}",
                    operating_system = Cut(device?.Os),
                    operating_system_version = Cut(device?.OsVersion),
                    browser = Cut(device?.Browser),
                    browser_version = Cut(device?.BrowserVersion),
                },
            },
            StoredData.Json);
    }

    /// <summary>The session that the browser's cookie of the stream names, else the store's.</summary>
    public static string? SessionId(ForwardedEvent forwarded) =>
        forwarded.Context.ClientIds?.GetValueOrDefault("gaSession") is { } cookie && SessionCookie().Match(cookie) is { Success: true } match
            ? match.Groups["id"].Value
            : forwarded.Event.SessionId;

    /// <summary>The browser's own id in Google Analytics; else one that is always the same for the visitor, and tells nothing of the visitor id.</summary>
    private static string ClientId(ForwardedEvent forwarded)
    {
        if (forwarded.Context.ClientIds?.GetValueOrDefault("ga") is { } cookie && ClientCookie().Match(cookie) is { Success: true } match)
            return match.Groups["id"].Value;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(forwarded.Event.VisitorId));
        return $"{BinaryPrimitives.ReadUInt32BigEndian(hash)}.{BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(4))}";
    }

    /// <summary>ISO 639-1 of a tag such as <c>pt-BR</c>.</summary>
    private static string? LanguageOf(string? locale) => locale?.Split('-', '_')[0] is { Length: 2 } language ? language.ToLowerInvariant() : null;

    private static string? Cut(string? text) => text is null ? null : CutText.To(text, MaxDeviceLength);

    // _ga: GA1.1.1234567890.1715940000, of which the last two are the id.
    [GeneratedRegex(@"\A(GA[0-9]\.[0-9-]{1,8}\.)?(?<id>[0-9]{1,20}\.[0-9]{1,20})\z", RegexOptions.CultureInvariant)]
    private static partial Regex ClientCookie();

    // _ga_STREAM: GS1.1.1715941000.3.1… or GS2.1.s1715941000$o3$g1…
    [GeneratedRegex(@"\A(GS1\.[0-9-]{1,8}\.(?<id>[0-9]{1,20})(\.|\z)|GS2\.[0-9-]{1,8}\.(.*\$)?s(?<id>[0-9]{1,20})(\$|\z))", RegexOptions.CultureInvariant)]
    private static partial Regex SessionCookie();
}
