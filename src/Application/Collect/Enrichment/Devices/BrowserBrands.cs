using System.Collections.Frozen;

namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>What a brand among the client hints is called by uap-core.</summary>
/// <param name="Family">Its family.</param>
/// <param name="MobileFamily">Its family on a mobile device.</param>
/// <param name="IsGeneral">Whether others are built on it and keep its name: it says no more than a user agent that names another.</param>
internal sealed record BrowserBrand(string Family, string MobileFamily, bool IsGeneral = false);

/// <summary>The brands that are known.</summary>
internal static class BrowserBrands
{
    private const string Engine = "Chromium";

    private static readonly FrozenDictionary<string, BrowserBrand> Known = new Dictionary<string, BrowserBrand>
    {
        [Engine] = new("Chromium", "Chromium", IsGeneral: true),
        ["Google Chrome"] = new("Chrome", "Chrome Mobile", IsGeneral: true),
        ["Android WebView"] = new("Chrome Mobile WebView", "Chrome Mobile WebView", IsGeneral: true),
        ["HeadlessChrome"] = new("HeadlessChrome", "HeadlessChrome"),
        ["Microsoft Edge"] = new("Edge", "Edge Mobile"),
        ["Microsoft Edge WebView2"] = new("Edge", "Edge Mobile"),
        ["Opera"] = new("Opera", "Opera Mobile"),
        ["Opera GX"] = new("Opera", "Opera Mobile"),
        ["Brave"] = new("Brave", "Brave"),
        ["Samsung Internet"] = new("Samsung Internet", "Samsung Internet"),
        ["Vivaldi"] = new("Vivaldi", "Vivaldi"),
        ["Yandex"] = new("Yandex Browser", "Yandex Browser"),
        ["YaBrowser"] = new("Yandex Browser", "Yandex Browser"),
        ["Whale"] = new("Whale", "Whale"),
        ["DuckDuckGo"] = new("DuckDuckGo", "DuckDuckGo Mobile"),
        ["Oculus Browser"] = new("Oculus Browser", "Oculus Browser"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Families =
        Known.Values.SelectMany(brand => new[] { brand.Family, brand.MobileFamily }).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> GeneralFamilies =
        Known.Values.Where(brand => brand.IsGeneral).SelectMany(brand => new[] { brand.Family, brand.MobileFamily }).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What a brand is called.</summary>
    public static BrowserBrand Of(string name) => Known[name];

    /// <summary>
    /// The one brand that tells which browser it is; <c>null</c> when none does. The engine tells nothing beside others, even unknown ones;
    /// made-up brands never do.
    /// </summary>
    public static ClientBrand? Telling(IReadOnlyList<ClientBrand>? brands)
    {
        if (brands is null)
            return null;
        ClientBrand? telling = null;
        ClientBrand? engine = null;
        var isAlone = true;
        for (var i = 0; i < brands.Count; i++)
        {
            var brand = brands[i];
            if (brand.Name == Engine)
                engine = brand;
            else if (!Known.TryGetValue(brand.Name, out var known))
                isAlone &= IsMadeUp(brand.Name);
            else if (telling is null || !known.IsGeneral)
                telling = brand;
        }

        return telling ?? (isAlone ? engine : null);
    }

    /// <summary>Whether a brand says more than the family that the user agent tells.</summary>
    public static bool SaysMoreThan(this BrowserBrand brand, string? family) =>
        family is null || (brand.IsGeneral ? GeneralFamilies : Families).Contains(family);

    /// <summary>GREASE brands are all sorts of "Not A Brand" (<c>Not/A)Brand</c>, <c>Not_A Brand</c>, …).</summary>
    private static bool IsMadeUp(string name)
    {
        var text = name.AsSpan().Trim();
        var start = text.IndexOf("Not", StringComparison.Ordinal);
        return start is >= 0 and <= 2 && text.EndsWith("Brand", StringComparison.Ordinal);
    }
}
