using System.Text.Json;
using System.Text.Json.Serialization;
using Parquet.Serialization.Attributes;
using Tracking.Contracts.Events;

namespace Tracking.Infrastructure.Destinations.Files;

/// <summary>
/// An event as a row of a Parquet file: the contract's members side by side, each object's with its name before theirs, what has no shape of
/// its own as JSON. Columns are only ever added, at the end.
/// </summary>
internal sealed class ParquetEvent
{
    [JsonPropertyName("type"), ParquetRequired]
    public string Type { get; init; } = string.Empty;

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("messageId"), ParquetRequired]
    public string MessageId { get; init; } = string.Empty;

    [JsonPropertyName("timestamp"), ParquetTimestamp(ParquetTimestampResolution.Milliseconds, useLogicalTimestamp: true, isAdjustedToUTC: true)]
    public DateTime Timestamp { get; init; }

    [JsonPropertyName("receivedAt"), ParquetTimestamp(ParquetTimestampResolution.Milliseconds, useLogicalTimestamp: true, isAdjustedToUTC: true)]
    public DateTime ReceivedAt { get; init; }

    [JsonPropertyName("site"), ParquetRequired]
    public string Site { get; init; } = string.Empty;

    [JsonPropertyName("visitorId"), ParquetRequired]
    public string VisitorId { get; init; } = string.Empty;

    [JsonPropertyName("sessionId")]
    public string? SessionId { get; init; }

    [JsonPropertyName("anonymousId")]
    public string? AnonymousId { get; init; }

    [JsonPropertyName("userId")]
    public string? UserId { get; init; }

    [JsonPropertyName("properties")]
    public string? Properties { get; init; }

    [JsonPropertyName("pageUrl")]
    public string? PageUrl { get; init; }

    [JsonPropertyName("pagePath")]
    public string? PagePath { get; init; }

    [JsonPropertyName("pageHostname")]
    public string? PageHostname { get; init; }

    [JsonPropertyName("pageTitle")]
    public string? PageTitle { get; init; }

    [JsonPropertyName("pageReferrer")]
    public string? PageReferrer { get; init; }

    [JsonPropertyName("campaignSource")]
    public string? CampaignSource { get; init; }

    [JsonPropertyName("campaignMedium")]
    public string? CampaignMedium { get; init; }

    [JsonPropertyName("campaignName")]
    public string? CampaignName { get; init; }

    [JsonPropertyName("campaignTerm")]
    public string? CampaignTerm { get; init; }

    [JsonPropertyName("campaignContent")]
    public string? CampaignContent { get; init; }

    [JsonPropertyName("trafficChannel")]
    public string? TrafficChannel { get; init; }

    [JsonPropertyName("trafficSource")]
    public string? TrafficSource { get; init; }

    [JsonPropertyName("trafficMedium")]
    public string? TrafficMedium { get; init; }

    [JsonPropertyName("trafficReferrer")]
    public string? TrafficReferrer { get; init; }

    [JsonPropertyName("trafficCampaign")]
    public string? TrafficCampaign { get; init; }

    [JsonPropertyName("trafficTerm")]
    public string? TrafficTerm { get; init; }

    [JsonPropertyName("trafficContent")]
    public string? TrafficContent { get; init; }

    [JsonPropertyName("deviceType")]
    public string? DeviceType { get; init; }

    [JsonPropertyName("deviceBrowser")]
    public string? DeviceBrowser { get; init; }

    [JsonPropertyName("deviceBrowserVersion")]
    public string? DeviceBrowserVersion { get; init; }

    [JsonPropertyName("deviceOs")]
    public string? DeviceOs { get; init; }

    [JsonPropertyName("deviceOsVersion")]
    public string? DeviceOsVersion { get; init; }

    [JsonPropertyName("deviceBot")]
    public bool? DeviceBot { get; init; }

    [JsonPropertyName("geoCountry")]
    public string? GeoCountry { get; init; }

    [JsonPropertyName("geoRegion")]
    public string? GeoRegion { get; init; }

    [JsonPropertyName("geoCity")]
    public string? GeoCity { get; init; }

    [JsonPropertyName("consentAnalytics")]
    public bool ConsentAnalytics { get; init; }

    [JsonPropertyName("consentMarketing")]
    public bool ConsentMarketing { get; init; }

    [JsonPropertyName("consentPersonalization")]
    public bool ConsentPersonalization { get; init; }

    [JsonPropertyName("consentAnonymised")]
    public bool ConsentAnonymised { get; init; }

    /// <summary>The row of an event.</summary>
    public static ParquetEvent Of(TrackedEvent<JsonElement?> one) => new()
    {
        Type = one.Type,
        Name = one.Name,
        MessageId = one.MessageId,
        Timestamp = one.Timestamp.UtcDateTime,
        ReceivedAt = one.ReceivedAt.UtcDateTime,
        Site = one.Site,
        VisitorId = one.VisitorId,
        SessionId = one.SessionId,
        AnonymousId = one.AnonymousId,
        UserId = one.UserId,
        Properties = one.Properties?.GetRawText(),
        PageUrl = one.Page?.Url,
        PagePath = one.Page?.Path,
        PageHostname = one.Page?.Hostname,
        PageTitle = one.Page?.Title,
        PageReferrer = one.Page?.Referrer,
        CampaignSource = one.Campaign?.Source,
        CampaignMedium = one.Campaign?.Medium,
        CampaignName = one.Campaign?.Name,
        CampaignTerm = one.Campaign?.Term,
        CampaignContent = one.Campaign?.Content,
        TrafficChannel = one.Traffic?.Channel,
        TrafficSource = one.Traffic?.Source,
        TrafficMedium = one.Traffic?.Medium,
        TrafficReferrer = one.Traffic?.Referrer,
        TrafficCampaign = one.Traffic?.Campaign,
        TrafficTerm = one.Traffic?.Term,
        TrafficContent = one.Traffic?.Content,
        DeviceType = one.Device?.Type,
        DeviceBrowser = one.Device?.Browser,
        DeviceBrowserVersion = one.Device?.BrowserVersion,
        DeviceOs = one.Device?.Os,
        DeviceOsVersion = one.Device?.OsVersion,
        DeviceBot = one.Device?.Bot,
        GeoCountry = one.Geo?.Country,
        GeoRegion = one.Geo?.Region,
        GeoCity = one.Geo?.City,
        ConsentAnalytics = one.Consent.Analytics,
        ConsentMarketing = one.Consent.Marketing,
        ConsentPersonalization = one.Consent.Personalization,
        ConsentAnonymised = one.Consent.Anonymised,
    };
}
