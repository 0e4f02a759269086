using System.Text.RegularExpressions;

namespace Tracking.Application.Collect.Enrichment.Patterns;

/// <summary>A regular expression that may meet any text.</summary>
/// <remarks>
/// It backtracks, within a time. The engine that does not (<see cref="RegexOptions.NonBacktracking"/>) keeps automata that grow with what
/// they have seen: uap-core's patterns took 370 MB after 2,700 user agents, and 1 MB in this form. Of them none needs more than 5 ms for the
/// worst 512 characters found.
/// </remarks>
internal sealed class SafePattern(string pattern, bool ignoreCase, TimeSpan mostTime)
{
    /// <summary>Within which any text of which one was found is done with, many times over.</summary>
    public static readonly TimeSpan UsualTime = TimeSpan.FromMilliseconds(20);

    private static readonly Regex Impossible = new("(?!)", RegexOptions.CultureInvariant, UsualTime);

    // Few of the patterns are ever needed.
    private Regex? regex;

    /// <summary>The first match; <c>null</c> where there is none, none could be found in time, or the pattern is not one.</summary>
    public Match? Find(string text)
    {
        regex ??= Compile();

        // The time is the clock's, not this thread's: once it can be another's fault.
        return TryFind(regex, text, out var match) || TryFind(regex, text, out match) ? match : null;
    }

    private Regex Compile()
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None), mostTime);
        }
        catch (ArgumentException)
        {
            return Impossible;
        }
    }

    private static bool TryFind(Regex regex, string text, out Match? match)
    {
        match = null;
        try
        {
            var found = regex.Match(text);
            match = found.Success ? found : null;
            return true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
