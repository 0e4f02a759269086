namespace Tracking.Api.Composition;

/// <summary>How far a word is from the one that was meant.</summary>
internal static class Misspelling
{
    /// <summary>The name that was meant, if it is almost what was written; case alone makes no other name.</summary>
    /// <returns><c>null</c> when none of them is near.</returns>
    public static string? Meant(IEnumerable<string> names, string written)
    {
        var near = names.Select(name => (Name: name, Letters: Letters(name, written))).MinBy(one => one.Letters);
        return near.Name is not null && near.Letters <= (near.Name.Length > 4 ? 2 : 1) ? near.Name : null;
    }

    /// <summary>Letters to add, take away, change or swap with their neighbour, case ignored (optimal string alignment distance).</summary>
    public static int Letters(string meant, string written)
    {
        var (a, b) = (meant.ToUpperInvariant(), written.ToUpperInvariant());
        var steps = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            steps[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            steps[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = steps[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(change, 1 + Math.Min(steps[i - 1, j], steps[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[a.Length, b.Length];
    }
}
