namespace Tracking.Application.Collect.Enrichment.Patterns;

/// <summary>What a part of a pattern needs.</summary>
/// <param name="Whole">All texts that the part can match, where they are few; else <c>null</c>.</param>
/// <param name="Groups">Of each group, what the part matches holds one.</param>
internal readonly record struct LiteralNeed(IReadOnlyList<string>? Whole, IReadOnlyList<IReadOnlyList<string>> Groups)
{
    private const int MostWhole = 32;
    private const int MostInGroup = 256;
    private const int MostGroups = 4;

    /// <summary>Anything.</summary>
    public static LiteralNeed Anything { get; } = new(null, []);

    /// <summary>Nothing but a place in the text.</summary>
    public static LiteralNeed Nowhere { get; } = new([string.Empty], []);

    /// <summary>One of these, which are no more than what the part can match.</summary>
    public static LiteralNeed OneOf(IEnumerable<string> texts) => new([.. texts.Distinct(StringComparer.Ordinal)], []);

    /// <summary>The groups, and the whole as one of them.</summary>
    public IEnumerable<IReadOnlyList<string>> AllGroups() =>
        Whole is null || Whole.Contains(string.Empty) ? Groups : Groups.Append(Whole);

    /// <summary>One part after the other.</summary>
    public static LiteralNeed InARow(IReadOnlyList<LiteralNeed> parts)
    {
        List<IReadOnlyList<string>> groups = [];
        IReadOnlyList<string> run = [string.Empty];
        var isWhole = true;
        foreach (var part in parts)
        {
            if (part.Whole is { } whole && run.Count * whole.Count <= MostWhole)
            {
                run = [.. run.SelectMany(start => whole, string.Concat).Distinct(StringComparer.Ordinal)];
                continue;
            }

            isWhole = false;
            groups.AddRange(new LiteralNeed(run, []).AllGroups());
            groups.AddRange(part.Groups);
            run = part.Whole ?? [string.Empty];
        }

        return isWhole ? new LiteralNeed(run, []) : new LiteralNeed(null, [.. groups, .. new LiteralNeed(run, []).AllGroups()]);
    }

    /// <summary>One part or another.</summary>
    public static LiteralNeed Either(IReadOnlyList<LiteralNeed> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        if (parts.All(part => part.Whole is not null) && parts.Sum(part => part.Whole!.Count) <= MostWhole)
            return OneOf(parts.SelectMany(part => part.Whole!));

        // (A and B) or C is (A or C) and (B or C); where that gets long, the best of each will do.
        List<IReadOnlyList<string>> groups = [[]];
        foreach (var part in parts)
        {
            List<IReadOnlyList<string>> own = [.. part.AllGroups()];
            if (own.Count == 0)
                return Anything;
            if (own.Count * groups.Count > MostGroups)
                own = [own.MaxBy(RequiredLiterals.Shortest)!];
            groups = [.. groups.SelectMany(group => own, (group, more) => group.Union(more, StringComparer.Ordinal).ToArray())];
        }

        return new LiteralNeed(null, [.. groups.Where(group => group.Count <= MostInGroup)]);
    }

    /// <summary>The part, perhaps repeated.</summary>
    public LiteralNeed Repeated(int least, int? most) => (least, most) switch
    {
        (1, 1) => this,
        (0, 1) when Whole is { Count: < MostWhole } => OneOf(Whole.Prepend(string.Empty)),
        (0, _) => Anything,
        _ => new LiteralNeed(null, [.. AllGroups()]),
    };
}
