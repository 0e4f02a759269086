namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>
/// User-agent client hints (W3C WICG "User-Agent Client Hints"), out of the headers <c>Sec-CH-UA*</c> or out of
/// <c>context.userAgentData</c>. Each is <c>null</c> where it was not said.
/// </summary>
public sealed record ClientHints
{
    /// <summary>The most brands that are read.</summary>
    public const int MaxBrands = 16;

    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxTextLength = 128;

    /// <summary>Brands with their versions, the full ones where they are told.</summary>
    public IReadOnlyList<ClientBrand>? Brands { get; init; }

    /// <summary>Whether the browser prefers a mobile page.</summary>
    public bool? Mobile { get; init; }

    /// <summary>Operating system: <c>Windows</c>, <c>macOS</c>, <c>Android</c>, …</summary>
    public string? Platform { get; init; }

    /// <summary>Its version; of Windows not the name's number (13 and up is Windows 11).</summary>
    public string? PlatformVersion { get; init; }

    /// <summary>Model of the device.</summary>
    public string? Model { get; init; }

    /// <summary>These hints, and where they are silent the others.</summary>
    public ClientHints Over(ClientHints? others) => others is null ? this : new ClientHints
    {
        Brands = Brands ?? others.Brands,
        Mobile = Mobile ?? others.Mobile,
        Platform = Platform ?? others.Platform,
        PlatformVersion = PlatformVersion ?? others.PlatformVersion,
        Model = Model ?? others.Model,
    };
}

/// <summary>A brand of a browser.</summary>
/// <param name="Name">Such as <c>Google Chrome</c>, or a made-up one that keeps readers honest (<c>Not_A Brand</c>).</param>
/// <param name="Version">Its version.</param>
public sealed record ClientBrand(string Name, string Version);
