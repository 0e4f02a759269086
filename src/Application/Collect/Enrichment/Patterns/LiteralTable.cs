using System.Buffers;

namespace Tracking.Application.Collect.Enrichment.Patterns;

/// <summary>The literals that rules need: each group once, though many rules need the same.</summary>
internal sealed class LiteralTable
{
    private readonly List<LiteralGroup> groups = [];
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    /// <summary>How many groups there are.</summary>
    public int Count => groups.Count;

    /// <summary>The group at a place.</summary>
    public LiteralGroup this[int place] => groups[place];

    /// <summary>Adds what one rule needs.</summary>
    /// <returns>Its groups' places in the table.</returns>
    public int[] Add(IReadOnlyList<IReadOnlyList<string>> needed, bool ignoreCase)
    {
        var added = new int[needed.Count];
        for (var i = 0; i < added.Length; i++)
        {
            var key = $"{ignoreCase}\n{string.Join('\n', needed[i])}";
            if (!places.TryGetValue(key, out added[i]))
            {
                places[key] = added[i] = groups.Count;
                groups.Add(new LiteralGroup(needed[i], ignoreCase));
            }
        }

        return added;
    }
}

/// <summary>Literals of which a rule needs one.</summary>
internal sealed class LiteralGroup(IReadOnlyList<string> literals, bool ignoreCase)
{
    private readonly SearchValues<string> sought =
        SearchValues.Create([.. literals], ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private readonly int[][] pairs = [.. literals.Select(LetterPairs.Some)];

    /// <summary>Whether the text holds one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="textPairs">Its pairs.</param>
    public bool IsIn(string text, LetterPairs textPairs)
    {
        foreach (var some in pairs)
        {
            if (textPairs.HoldAll(some))
                return text.AsSpan().ContainsAny(sought);
        }

        return false;
    }
}

/// <summary>Which of the table's literals one text holds; each is sought when it is first asked for.</summary>
internal readonly struct HeldLiterals(LiteralTable table, string text)
{
    private readonly bool?[] known = new bool?[table.Count];
    private readonly LetterPairs pairs = new(text);

    public bool HoldsOneOf(int group) => known[group] ??= table[group].IsIn(text, pairs);
}
