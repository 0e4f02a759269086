using System.Text.RegularExpressions;
using Tracking.Application.Collect.Enrichment.Devices;

namespace Tracking.Application.Collect.Enrichment.Bots;

/// <summary>What user agents of programs have in common, and those of people's browsers have not, whatever the list knows.</summary>
internal static partial class ProgramMarks
{
    /// <summary>
    /// What the list knows programs by, and people's phones have too: apps that fetch pages by themselves and show them to people, and a build
    /// of Android 15 that many makers deliver.
    /// </summary>
    private static readonly string[] OnPhones =
        ["WhatsApp", "Viber", "Feedly", "Instapaper", "Podimo", "Hatena", "MetaIAB Facebook", "AP3A.240617.008"];

    /// <summary>Whether it begins as all browsers' do.</summary>
    public static bool PosesAsBrowser(string userAgent) => userAgent.StartsWith("Mozilla/", StringComparison.Ordinal);

    /// <summary>The user agent; of a phone's browser without what is no sign of a program there.</summary>
    public static string WithoutPhonesOwn(string userAgent)
    {
        if (IsOfPhone(userAgent))
        {
            foreach (var text in OnPhones)
                userAgent = userAgent.Replace(text, string.Empty, StringComparison.OrdinalIgnoreCase);
        }

        return userAgent;
    }

    /// <summary>Whether it says whom to ask about it, as crawlers do: by a URL or a mail address. An app may name its maker in its own browser.</summary>
    public static bool NamesContact(string userAgent) => Contact().IsMatch(userAgent) && !IsWithinApp(userAgent);

    /// <summary>Whether it is no browser's, and nothing is known of it: a script's or a library's name.</summary>
    public static bool IsUnknownProgram(string userAgent, in UserAgentMatch told) =>
        !told.RanOutOfTime && told.Browser.Family is null && told.Os.Family is null && !PosesAsBrowser(userAgent) && !DeviceTypes.NamesPhone(userAgent);

    private static bool IsOfPhone(string userAgent) =>
        userAgent.StartsWith("Mozilla/5.0", StringComparison.Ordinal) && userAgent.Contains("AppleWebKit", StringComparison.Ordinal)
        && (userAgent.Contains("Mobile", StringComparison.Ordinal) || userAgent.Contains("; wv", StringComparison.Ordinal));

    // Android says so; on iOS only the browser itself calls itself Safari.
    private static bool IsWithinApp(string userAgent) =>
        IsOfPhone(userAgent)
        && (userAgent.Contains("; wv", StringComparison.Ordinal) || !userAgent.Contains("Safari/", StringComparison.Ordinal));

    [GeneratedRegex(@"https?://|\bwww\.|[a-z0-9]@[a-z0-9-]+\.[a-z]{2}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Contact();
}
