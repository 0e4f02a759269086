using Tracking.Application.Collect.Enrichment.Devices;

namespace Tracking.Api.Collect;

/// <summary>The headers <c>Sec-CH-UA*</c> (W3C WICG "User-Agent Client Hints"): structured fields, of which a wrong one is as none.</summary>
internal static class ClientHintHeaders
{
    /// <summary>Reads them; <c>null</c> when the browser sends none.</summary>
    public static ClientHints? Read(IHeaderDictionary headers)
    {
        // Who sends any sends this one: other requests pay for one look-up alone.
        if (!headers.TryGetValue("Sec-CH-UA", out var brands))
            return null;
        return new ClientHints
        {
            Brands = StructuredFields.Brands(headers["Sec-CH-UA-Full-Version-List"]) ?? StructuredFields.Brands(brands),
            Mobile = StructuredFields.Flag(headers["Sec-CH-UA-Mobile"]),
            Platform = StructuredFields.Text(headers["Sec-CH-UA-Platform"]),
            PlatformVersion = StructuredFields.Text(headers["Sec-CH-UA-Platform-Version"]),
            Model = StructuredFields.Text(headers["Sec-CH-UA-Model"]),
        };
    }
}
