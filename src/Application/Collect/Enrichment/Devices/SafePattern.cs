using System.Text.RegularExpressions;

namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>Regular expressions that may meet any text.</summary>
internal static class SafePattern
{
    /// <summary>The longest that one search may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(20);

    /// <summary>Makes one that takes linear time; where the pattern does not allow that, it gives up after <see cref="Timeout"/>.</summary>
    public static Regex Of(string pattern, bool ignoreCase)
    {
        var options = RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            return new Regex(pattern, options, Timeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, options, Timeout);
        }
    }
}
