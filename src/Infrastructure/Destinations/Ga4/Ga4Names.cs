using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Tracking.Infrastructure.Destinations.Ga4;

/// <summary>
/// Names of events and parameters as GA4 takes them: at most 40 letters, digits and <c>_</c>, a letter first, and none of those that Google
/// keeps for itself (Measurement Protocol reference, "Reserved names"; the lists of its SDKs).
/// </summary>
internal static partial class Ga4Names
{
    private const int MaxLength = 40;
    private const string Own = "c_";

    private static readonly string[] ReservedPrefixes = ["firebase_", "ga_", "google_", "gtag_"];
    private static readonly string[] ReservedEventPrefixes = ["notification_", "dynamic_link_"];

    private static readonly HashSet<string> ReservedEvents = new(StringComparer.OrdinalIgnoreCase)
    {
        "ad_activeview", "ad_click", "ad_exposure", "ad_impression", "ad_query", "ad_reward", "adunit_exposure", "app_background", "app_clear_data",
        "app_exception", "app_install", "app_remove", "app_store_refund", "app_store_subscription_cancel", "app_store_subscription_convert",
        "app_store_subscription_renew", "app_update", "app_upgrade", "error", "first_open", "first_visit", "in_app_purchase", "os_update",
        "screen_view", "session_start", "session_start_with_rollout", "user_engagement",
    };

    /// <summary>A name for an event.</summary>
    public static string Event(string name)
    {
        var sanitised = Sanitised(name);
        return Named(sanitised, ReservedEvents.Contains(sanitised) || StartsWithAny(sanitised, ReservedEventPrefixes));
    }

    /// <summary>A name for a parameter of the sender's own.</summary>
    public static string Parameter(string name) => Named(Sanitised(name), isReserved: false);

    private static string Sanitised(string name)
    {
        var sanitised = Others().Replace(name, "_");
        // Names of which nothing is left stay different from each other.
        return sanitised.Trim('_').Length > 0 ? sanitised : "_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
    }

    private static string Named(string sanitised, bool isReserved)
    {
        var name = isReserved || !char.IsAsciiLetter(sanitised[0]) || StartsWithAny(sanitised, ReservedPrefixes) ? Own + sanitised : sanitised;
        return name.Length <= MaxLength ? name : name[..MaxLength];
    }

    private static bool StartsWithAny(string name, string[] prefixes) =>
        Array.Exists(prefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("[^A-Za-z0-9_]+", RegexOptions.CultureInvariant)]
    private static partial Regex Others();
}
