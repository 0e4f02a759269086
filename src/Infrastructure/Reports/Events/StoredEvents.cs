using System.Text.Json;
using Tracking.Contracts.Events;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Reports.Events;

/// <summary>Makes of a stored event its public shape (bus contract v1, <c>data</c>).</summary>
internal static class StoredEvents
{
    private static readonly JsonElement NoProperties = JsonSerializer.SerializeToElement(new { });

    public static TrackedEvent<JsonElement?> ToContract(EventRow row, string site) =>
        ToContract(row, JsonSerializer.Deserialize<StoredData>(row.Data, StoredData.Json)!, site);

    /// <summary>The same, where what lies in its JSON column was read already.</summary>
    public static TrackedEvent<JsonElement?> ToContract(EventRow row, StoredData data, string site)
    {
        return new TrackedEvent<JsonElement?>
        {
            Type = row.Type,
            Name = row.Type == "custom" ? row.Event : null,
            MessageId = row.MessageId,
            Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(row.TimestampMs),
            ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.ReceivedAtMs),
            Site = site,
            VisitorId = row.VisitorId,
            SessionId = row.SessionId?.ToString(),
            AnonymousId = row.AnonymousId,
            UserId = row.UserId,
            // Every event has them in the contract, also a custom one that came without.
            Properties = data.Properties as JsonElement? ?? NoProperties,
            Page = PageOf(row, data),
            Campaign = data.Context.Campaign is { } campaign
                ? new Campaign(campaign.Source, campaign.Medium, campaign.Name, campaign.Term, campaign.Content)
                : null,
            Traffic = data.Traffic is { } traffic
                ? new Traffic(traffic.Channel, traffic.Source, traffic.Medium, traffic.Referrer)
                {
                    Campaign = traffic.Campaign,
                    Term = traffic.Term,
                    Content = traffic.Content,
                }
                : null,
            Device = new Device(
                data.Device?.Type, data.Device?.Browser, data.Device?.BrowserVersion, data.Device?.Os, data.Device?.OsVersion, row.IsBot),
            Geo = data.Place is { } place ? new Geo(place.Country, place.Region, place.City) : null,
            Consent = new Contracts.Events.Consent(
                row.Consent.HasFlag(ConsentFlags.Analytics),
                row.Consent.HasFlag(ConsentFlags.Marketing),
                row.Consent.HasFlag(ConsentFlags.Personalization),
                row.Consent.HasFlag(ConsentFlags.Anonymised)),
        };
    }

    private static Page? PageOf(EventRow row, StoredData data)
    {
        var referrer = ReferrerOf(data.Properties as JsonElement?) ?? data.Context.Page?.Referrer;
        return (data.PageUrl ?? row.Page ?? row.Hostname ?? row.Title ?? referrer) is null
            ? null
            : new Page(data.PageUrl, row.Page, row.Hostname, row.Title, referrer);

        string? ReferrerOf(JsonElement? properties) =>
            row.Type == "page_view"
            && properties is { ValueKind: JsonValueKind.Object } fields
            && fields.TryGetProperty("referrer", out var value)
            && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
    }
}
