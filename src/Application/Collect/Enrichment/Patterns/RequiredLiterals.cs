namespace Tracking.Application.Collect.Enrichment.Patterns;

/// <summary>
/// What a text must hold for a pattern to have a chance: the literals that no match can do without. It errs to one side only: where
/// a pattern holds what is not understood here, nothing is required of the text.
/// </summary>
internal static class RequiredLiterals
{
    private const int MaxGroups = 4;

    /// <summary>Finds them.</summary>
    /// <returns>Groups of literals; a text that matches holds at least one of each group. Empty: nothing is certain.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Of(string pattern)
    {
        var reader = new PatternReader(pattern);
        return reader.TryRead(out var need)
            ? [.. need.AllGroups().OrderByDescending(Shortest).Take(MaxGroups)]
            : [];
    }

    internal static int Shortest(IEnumerable<string> group) => group.Min(literal => literal.Length);
}
