using System.Buffers;

namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>The literals that rules need: each group once, though many rules need the same.</summary>
internal sealed class LiteralTable
{
    private readonly List<SearchValues<string>> groups = [];
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    /// <summary>How many groups there are.</summary>
    public int Count => groups.Count;

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
                groups.Add(SearchValues.Create([.. needed[i]], ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
            }
        }

        return added;
    }

    /// <summary>Whether the text holds a literal of the group.</summary>
    public bool Holds(string text, int group) => text.AsSpan().ContainsAny(groups[group]);
}

/// <summary>Which of the table's literals one text holds; each is sought when it is first asked for.</summary>
internal readonly struct HeldLiterals(LiteralTable table, string text)
{
    private readonly bool?[] known = new bool?[table.Count];

    public bool HoldsOneOf(int group) => known[group] ??= table.Holds(text, group);
}
