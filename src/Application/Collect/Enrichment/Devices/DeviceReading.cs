using System.Collections.Frozen;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>Makes one device of what user agent and client hints say; where the hints say more, they count.</summary>
internal static class DeviceReading
{
    private const string Linux = "Linux";
    private const string Windows = "Windows";

    /// <summary>What uap-core calls otherwise than people do.</summary>
    private static readonly FrozenDictionary<string, string> SystemNames = new Dictionary<string, string>
    {
        ["Mac OS X"] = "macOS",
        ["ATV OS X"] = "tvOS",
        ["WatchOS"] = "watchOS",
        ["Web0S"] = "webOS",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Platforms = new Dictionary<string, string>
    {
        [Windows] = Windows,
        ["macOS"] = "macOS",
        ["Mac OS X"] = "macOS",
        ["iOS"] = "iOS",
        ["Android"] = "Android",
        ["Chrome OS"] = "Chrome OS",
        ["Chromium OS"] = "Chrome OS",
        [Linux] = Linux,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads it.</summary>
    public static Device Read(UserAgentMatch told, in DeviceRequest request)
    {
        var os = Os(told.Os with { Family = told.Os.Family is { } name ? SystemNames.GetValueOrDefault(name, name) : null }, request);
        var browser = Browser(told.Browser, request);
        var type = DeviceTypes.Of(request.UserAgent, request.Model, told.Hardware, os.Family, request.Mobile);
        return new Device(type, browser.Family, browser.Version, os.Family, os.Version);
    }

    private static ProductMatch Browser(ProductMatch told, in DeviceRequest request)
    {
        if (request.Brand is null || BrowserBrands.Of(request.Brand) is var brand && !brand.SaysMoreThan(told.Family))
            return told;
        var isMobile = request.Mobile ?? told.Family?.Contains("Mobile", StringComparison.Ordinal) ?? false;
        var family = isMobile ? brand.MobileFamily : brand.Family;
        var version = VersionText.Read(request.BrandVersion);
        return new ProductMatch(family, family == told.Family ? VersionText.Longer(version, told.Version) : version);
    }

    private static ProductMatch Os(ProductMatch told, in DeviceRequest request)
    {
        if (request.Platform is null || !Platforms.TryGetValue(request.Platform, out var platform))
            return told;

        // The platform of Ubuntu is Linux, that of Fire OS Android: the user agent says more.
        if (platform is Linux or "Android" && told.Family is { } family && !Platforms.ContainsKey(family))
            return told;
        var version = platform == Windows ? VersionText.OfWindows(request.PlatformVersion) : VersionText.WithoutZeros(VersionText.Read(request.PlatformVersion));
        return new ProductMatch(platform, platform == told.Family ? VersionText.Longer(version, told.Version) : version);
    }
}
