namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>All that tells a device from another, which is all that its reading depends on.</summary>
/// <param name="UserAgent">The user agent, cut to what is looked at.</param>
/// <param name="Brand">Name of the brand that tells which browser it is; one of <see cref="BrowserBrands"/>.</param>
/// <param name="BrandVersion">Its version.</param>
/// <param name="Platform">As in the client hints.</param>
/// <param name="PlatformVersion">As in the client hints.</param>
/// <param name="Mobile">As in the client hints.</param>
/// <param name="Model">As in the client hints.</param>
internal readonly record struct DeviceRequest(
    string? UserAgent, string? Brand, string? BrandVersion, string? Platform, string? PlatformVersion, bool? Mobile, string? Model)
{
    /// <summary>Takes it from what the visitor's browser said; <c>null</c> when it said nothing.</summary>
    public static DeviceRequest? Of(VisitorClient client)
    {
        var userAgent = client.UserAgent is { Length: > UserAgentMatcher.MaxUserAgentLength } whole
            ? whole[..UserAgentMatcher.MaxUserAgentLength]
            : client.UserAgent;
        if (client.Hints is not { } hints)
            return userAgent is null ? null : new DeviceRequest(userAgent, null, null, null, null, null, null);
        var brand = BrowserBrands.Telling(hints.Brands);
        return new DeviceRequest(userAgent, brand?.Name, brand?.Version, hints.Platform, hints.PlatformVersion, hints.Mobile, hints.Model);
    }
}
