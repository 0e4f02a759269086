using System.Text.Json;
using NodaTime;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Domain.Sites;

namespace Tracking.Application.Sites;

/// <summary>Reads a change of settings: what is given is set, <c>null</c> goes back to the default, the rest stays.</summary>
public static class SiteSettingsReading
{
    private const int MostEntries = 500;
    private const int LongestRetentionDays = 36_500;

    private static readonly Dictionary<string, Func<JsonFields, SiteSettings, SiteSettings>> Readers = new(StringComparer.Ordinal)
    {
        ["name"] = (fields, settings) => settings with { Name = fields.Text("name", 256) },
        ["timezone"] = (fields, settings) => settings with { Timezone = Timezone(fields) },
        ["consentMode"] = (fields, settings) => settings with { ConsentMode = ConsentModeOf(fields) },
        ["withoutConsent"] = (fields, settings) => settings with { WithoutConsent = fields.Word("withoutConsent", WithoutConsent.Anonymise) },
        ["origins"] = (fields, settings) => settings with { Origins = Checked(fields, "origins", OriginOf, "origins like https://shop.example, without a path") },
        ["hosts"] = (fields, settings) => settings with { Hosts = Checked(fields, "hosts", HostOf, "host names like shop.example") },
        ["ipPolicy"] = (fields, settings) => settings with { IpPolicy = fields.Word("ipPolicy", IpPolicy.Truncated) },
        ["honourDoNotTrack"] = (fields, settings) => settings with { HonourDoNotTrack = fields.Flag("honourDoNotTrack") ?? false },
        ["formFields"] = (fields, settings) => settings with { FormFields = fields.TextList("formFields", MostEntries) ?? [] },
        ["queryParameters"] = (fields, settings) => settings with { QueryParameters = fields.TextList("queryParameters", MostEntries) ?? [] },
        ["anonymousProperties"] = (fields, settings) =>
            settings with { AnonymousProperties = fields.TextList("anonymousProperties", MostEntries) ?? [] },
        ["transactionsFrom"] = (fields, settings) => settings with { TransactionsFrom = fields.Word("transactionsFrom", TransactionsFrom.Any) },
        ["retentionDays"] = (fields, settings) => settings with { RetentionDays = Retention(fields) },
    };

    /// <summary>Reads it.</summary>
    /// <param name="json">An object of settings.</param>
    /// <param name="current">The settings as they are.</param>
    /// <param name="alsoAllowed">Members that are no settings and read elsewhere.</param>
    /// <param name="errors">Where to note what is wrong.</param>
    public static SiteSettings Read(JsonElement json, SiteSettings current, IReadOnlyCollection<string> alsoAllowed, List<FieldError> errors)
    {
        var fields = new JsonFields(json, string.Empty, errors);
        foreach (var name in fields.Names())
        {
            if (Readers.TryGetValue(name, out var reader))
                current = reader(fields, current);
            else if (!alsoAllowed.Contains(name))
                fields.Fail(name, RejectionReason.InvalidValue, $"is no setting; allowed: {string.Join(", ", Readers.Keys)}");
        }

        return current;
    }

    /// <summary>How the contract writes a consent mode.</summary>
    public static string WordOf(ConsentMode mode) => mode == ConsentMode.OptIn ? "opt-in" : "opt-out";

    private static ConsentMode ConsentModeOf(JsonFields fields)
    {
        switch (fields.Text("consentMode"))
        {
            case null or "opt-in":
                return ConsentMode.OptIn;
            case "opt-out":
                return ConsentMode.OptOut;
            default:
                fields.Fail("consentMode", RejectionReason.InvalidValue, "must be opt-in or opt-out");
                return ConsentMode.OptIn;
        }
    }

    private static string Timezone(JsonFields fields)
    {
        var zone = fields.Text("timezone") ?? "Etc/UTC";
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
            fields.Fail("timezone", RejectionReason.InvalidValue, "must be an IANA time zone such as America/Sao_Paulo");
        return zone;
    }

    private static string[] Checked(JsonFields fields, string name, Func<string, string?> read, string allowed)
    {
        var given = fields.TextList(name, MostEntries) ?? [];
        var list = given.Select(text => read(text.ToLowerInvariant())).OfType<string>().ToArray();
        if (list.Length < given.Count)
            fields.Fail(name, RejectionReason.InvalidValue, $"must hold {allowed}");
        return list;
    }

    /// <summary>As browsers send it: the host in ASCII (RFC 5891), without the scheme's own port; <c>null</c> when it is no origin.</summary>
    private static string? OriginOf(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.UserInfo.Length > 0)
            return null;
        var origin = uri.GetLeftPart(UriPartial.Authority);
        if (text != origin && text != $"{origin}:{uri.Port}")
            return null;
        return uri.HostNameType == UriHostNameType.Dns ? origin.Replace(uri.Host, uri.IdnHost, StringComparison.Ordinal) : origin;
    }

    // A dot at its end means the same (RFC 1034, 3.1).
    private static string? HostOf(string text) =>
        Uri.CheckHostName(text) == UriHostNameType.Unknown ? null : text.EndsWith('.') ? text[..^1] : text;

    private static Dictionary<string, int> Retention(JsonFields fields)
    {
        var days = new Dictionary<string, int>();
        var types = fields.Object("retentionDays");
        foreach (var type in types.Names())
        {
            if (!EventTypes.IsKnown(type))
                types.Fail(type, RejectionReason.InvalidValue, $"is no event type; allowed: {string.Join(", ", EventTypes.All.Select(known => known.Name))}");
            else if (types.SmallInteger(type) is { } count and >= 1 and <= LongestRetentionDays)
                days[type] = count;
            else
                types.Fail(type, RejectionReason.InvalidValue, $"must be a number of days from 1 to {LongestRetentionDays}");
        }

        return days;
    }
}
