using System.Buffers;
using System.Collections.Frozen;

namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>Tells what kind of device it is. uap-core names devices and systems, not their kinds; these rules are ours, the first counts.</summary>
/// <remarks>
/// What does not say what it is cannot be told: an iPad whose Safari asks for desktop pages is a Mac, a Windows tablet a desktop.
/// </remarks>
internal static class DeviceTypes
{
    /// <summary>uap-core's family of what it takes for a crawler.</summary>
    public const string Spider = "Spider";

    private const string Desktop = "desktop";
    private const string Mobile = "mobile";
    private const string Tablet = "tablet";
    private const string Tv = "tv";
    private const string Console = "console";
    private const string Wearable = "wearable";
    private const string Car = "car";
    private const string Other = "other";

    /// <summary>Words of a user agent, or of a model after <c>"; "</c>, by the kind that they tell.</summary>
    private static readonly (string Type, SearchValues<string> Words)[] ByWord =
    [
        (Console, Words("PlayStation", "PLAYSTATION", "Xbox", "Nintendo")),
        (Wearable, Words(
            "Apple Watch", "Watch OS", "watchOS", "Galaxy Watch", "; SM-R7", "; SM-R8", "; SM-R9", "; SM-L", "Pixel Watch", "Wear OS", "SmartWatch",
            "OculusBrowser", "; Quest")),
        (Car, Words("Tesla/", "QtCarBrowser", "Android Automotive", "Volvo Cars", "Polestar")),
        (Tv, Words(
            "SMART-TV", "SmartTV", "Smart TV", "Smart-TV", "SmartTv", "HbbTV", "HBBTV", "NETTV", "GoogleTV", "Google TV", "AndroidTV", "Android TV", "AppleTV",
            "Apple TV", "tvOS", "Roku", "CrKey", "Chromecast", "Web0S", "webOS.TV", "NetCast", "BRAVIA", "; AFT", "VIERA", "Viera", "AQUOSBrowser", "MiTV", "MIBOX",
            "Opera TV", "OPR TV", "InettvBrowser", " TV Safari")),
    ];

    /// <summary>Systems that run on one kind of device only.</summary>
    private static readonly FrozenDictionary<string, string> BySystem = Table(
        (Tv, ["tvOS", "Chromecast", "Roku", "GoogleTV", "WebTV", "FireHbbTV", "Samsung", "LG", "Philips"]),
        (Wearable, ["watchOS"]),
        (Tablet, ["BlackBerry Tablet OS", "Kindle", "WeTab"]),
        (Mobile,
        [
            "Windows Phone", "Windows Mobile", "Windows CE", "KaiOS", "Firefox OS", "BlackBerry OS", "Symbian OS", "Symbian^3", "Symbian^3 Anna",
            "Symbian^3 Belle", "Nokia Series 40", "Nokia Series 30 Plus", "Bada", "MeeGo", "Maemo", "Sailfish", "Brew MP", "BREW", "webOS",
        ]),
        (Desktop,
        [
            "Windows", "macOS", "Mac OS", "Chrome OS", "FreeBSD", "OpenBSD", "NetBSD", "BSD", "Solaris", "SerenityOS",
        ]));

    private static readonly FrozenSet<string> Linux = FrozenSet.Create(
        StringComparer.Ordinal, "Linux", "Ubuntu", "Kubuntu", "Lubuntu", "Debian", "Fedora", "Red Hat", "CentOS", "SUSE", "openSUSE", "Arch Linux",
        "Gentoo", "Mandriva", "Mageia", "Linux Mint", "PCLinuxOS", "Puppy", "Slackware", "BackTrack");

    private static readonly SearchValues<string> OldPhones = Words("MIDP", "MAUI", "WAP", "UP.Browser", "J2ME", "Opera Mini", "Opera Mobi", "DoCoMo", "KDDI");

    /// <summary>Tells it.</summary>
    /// <param name="userAgent">The user agent.</param>
    /// <param name="model">The model that the client hints name.</param>
    /// <param name="hardware">The device's family in uap-core's words.</param>
    /// <param name="os">The system, as reports call it.</param>
    /// <param name="mobileHint">The client hint.</param>
    public static string Of(string? userAgent, string? model, string? hardware, string? os, bool? mobileHint)
    {
        if (hardware == Spider)
            return Other;
        var text = model is null ? userAgent ?? string.Empty : $"{userAgent}; {model}";
        foreach (var (type, words) in ByWord)
        {
            if (text.AsSpan().ContainsAny(words))
                return type;
        }

        // Browsers on phones say Mobile; those on tablets leave it out or say Tablet. Old Windows says Tablet PC of what has a pen.
        var saysMobile = mobileHint ?? text.Contains("Mobile", StringComparison.Ordinal);
        return hardware switch
        {
            "iPad" or "Generic Tablet" or "HP TouchPad" => Tablet,
            "iPhone" or "iPod" or "iOS-Device" or "Generic Feature Phone" => Mobile,
            "HomePod" => Other,
            _ => os switch
            {
                null => text.AsSpan().ContainsAny(OldPhones) || saysMobile ? Mobile : Other,
                "iOS" => Mobile,
                "Android" => saysMobile || text.AsSpan().ContainsAny(OldPhones) ? Mobile : Tablet,
                "Tizen" => saysMobile ? Mobile : Other,
                _ when Linux.Contains(os) => saysMobile ? Mobile : Desktop,
                _ => BySystem.GetValueOrDefault(os) ?? (os.StartsWith("Windows", StringComparison.Ordinal) ? Desktop : Other),
            },
        };
    }

    /// <summary>Whether it names a phone or what runs on one, old ones included.</summary>
    public static bool NamesPhone(string userAgent) =>
        userAgent.AsSpan().ContainsAny(OldPhones) || userAgent.Contains("Mobile", StringComparison.Ordinal);

    private static SearchValues<string> Words(params ReadOnlySpan<string> words) => SearchValues.Create(words, StringComparison.Ordinal);

    private static FrozenDictionary<string, string> Table(params (string Type, string[] Systems)[] rows) =>
        rows.SelectMany(row => row.Systems, (row, system) => KeyValuePair.Create(system, row.Type)).ToFrozenDictionary(StringComparer.Ordinal);
}
