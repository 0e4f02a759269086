using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tracking.Infrastructure.Destinations.Meta;

/// <summary>By what Meta may know the person of an event.</summary>
internal static partial class MetaUserData
{
    /// <summary>What settings may name properties for; all of it is hashed.</summary>
    public static readonly IReadOnlyList<string> Fields = ["em", "ph", "fn", "ln", "ct", "st", "zp", "country", "db", "ge"];

    private static readonly IReadOnlyDictionary<string, string> Traits =
        new Dictionary<string, string> { ["em"] = "properties.traits.email", ["ph"] = "properties.traits.phone" };

    /// <summary>Meta's <c>user_data</c> but the user agent.</summary>
    /// <param name="forwarded">The event.</param>
    /// <param name="paths">Which properties the settings name.</param>
    public static Dictionary<string, object> Of(ForwardedEvent forwarded, IReadOnlyDictionary<string, string> paths)
    {
        var one = forwarded.Event;
        var data = new Dictionary<string, object>();
        var named = one.Type == "identify" ? paths.Concat(Traits) : paths;
        foreach (var (field, path) in named)
        {
            if (TextAt(one.Properties, path) is { } text && MetaHash.Of(field, text) is { } hash)
                data.TryAdd(field, new[] { hash });
        }

        string[] ids = [.. new[] { one.UserId, one.AnonymousId }.Where(id => !string.IsNullOrEmpty(id)).Distinct().Select(id => MetaHash.Of(id!))];
        if (ids.Length > 0)
            data["external_id"] = ids;
        if (Cookie(forwarded, "fbp") is { } fbp)
            data["fbp"] = fbp;
        if (Cookie(forwarded, "fbc") is { } fbc)
            data["fbc"] = fbc;
        else if (forwarded.Context.ClickIds?.GetValueOrDefault("fbclid") is { Length: > 0 } click)
            data["fbc"] = $"fb.1.{one.Timestamp.ToUnixTimeMilliseconds()}.{click}";
        // A network, which is what some sites keep, is nobody's address.
        if (IPAddress.TryParse(forwarded.Address, out var address))
            data["client_ip_address"] = address.ToString();
        return data;
    }

    private static string? Cookie(ForwardedEvent forwarded, string name) =>
        forwarded.Context.ClientIds?.GetValueOrDefault(name) is { } cookie && CookieText().IsMatch(cookie) ? cookie : null;

    private static string? TextAt(JsonElement? properties, string path)
    {
        var at = properties;
        foreach (var name in path.Split('.').Skip(1))
            at = at is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var next) ? next : null;
        return at is { ValueKind: JsonValueKind.String or JsonValueKind.Number } text ? text.ToString() : null;
    }

    [GeneratedRegex(@"\Afb\.[0-9]\.[0-9]{1,16}\.\S+\z", RegexOptions.CultureInvariant)]
    private static partial Regex CookieText();
}
