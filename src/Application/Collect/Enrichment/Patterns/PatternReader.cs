namespace Tracking.Application.Collect.Enrichment.Patterns;

/// <summary>Reads a regular expression for its literals, as far as uap-core's patterns go.</summary>
internal ref struct PatternReader(ReadOnlySpan<char> pattern)
{
    private const string Quantifiers = "?*+{";
    private const int MaxNesting = 32;

    private readonly ReadOnlySpan<char> pattern = pattern;
    private int at;
    private int nesting;
    private bool isUnknown;

    /// <summary>Reads it; <c>false</c> when it holds something that this reader does not know.</summary>
    public bool TryRead(out LiteralNeed need)
    {
        need = Alternatives();
        return !isUnknown && at == pattern.Length;
    }

    private LiteralNeed Alternatives()
    {
        List<LiteralNeed> alternatives = [];
        List<LiteralNeed> row = [];
        while (at < pattern.Length && pattern[at] != ')' && !isUnknown)
        {
            if (pattern[at] == '|')
            {
                at++;
                alternatives.Add(LiteralNeed.InARow(row));
                row.Clear();
                continue;
            }

            row.Add(Quantified(One()));
        }

        alternatives.Add(LiteralNeed.InARow(row));
        return LiteralNeed.Either(alternatives);
    }

    private LiteralNeed One()
    {
        var character = pattern[at++];
        return character switch
        {
            '(' => Group(),
            '[' => Class(),
            '\\' => Escaped(),
            '.' => LiteralNeed.Anything,
            '^' or '$' => LiteralNeed.Nowhere,
            _ when Quantifiers.Contains(character) => Unknown(),
            _ => LiteralNeed.OneOf([character.ToString()]),
        };
    }

    private LiteralNeed Group()
    {
        if (Take('?') && !Take(':'))
            return Unknown();
        if (++nesting > MaxNesting)
            return Unknown();
        var need = Alternatives();
        nesting--;
        return Take(')') ? need : Unknown();
    }

    /// <summary>A class is taken for its characters when it lists nothing but characters.</summary>
    private LiteralNeed Class()
    {
        List<string> characters = [];
        var isOpen = Take('^');
        for (var isFirst = true; at < pattern.Length; isFirst = false)
        {
            var character = pattern[at++];
            if (character == ']' && !isFirst)
                return isOpen ? LiteralNeed.Anything : LiteralNeed.OneOf(characters);
            if (character == '\\' && at < pattern.Length)
            {
                character = pattern[at++];
                isOpen |= char.IsAsciiLetterOrDigit(character);
            }
            else if (character == '-' && !isFirst && at < pattern.Length && pattern[at] != ']')
            {
                // A range; or, before a bracket, .NET's subtraction of a class.
                if (pattern[at] == '[')
                    return Unknown();
                isOpen = true;
            }

            characters.Add(character.ToString());
        }

        return Unknown();
    }

    private LiteralNeed Escaped()
    {
        if (at == pattern.Length)
            return Unknown();
        var character = pattern[at++];
        return character switch
        {
            'd' or 'D' or 'w' or 'W' or 's' or 'S' => LiteralNeed.Anything,
            'b' or 'B' => LiteralNeed.Nowhere,
            _ when char.IsAsciiLetterOrDigit(character) => Unknown(),
            _ => LiteralNeed.OneOf([character.ToString()]),
        };
    }

    private LiteralNeed Quantified(LiteralNeed need)
    {
        if (at == pattern.Length || !Quantifiers.Contains(pattern[at]))
            return need;
        var repeated = pattern[at++] switch
        {
            '?' => need.Repeated(0, 1),
            '*' => need.Repeated(0, null),
            '+' => need.Repeated(1, null),
            _ => Counted(need),
        };
        Take('?');
        return repeated;
    }

    private LiteralNeed Counted(LiteralNeed need)
    {
        var end = pattern[at..].IndexOf('}');
        if (end < 0)
            return Unknown();
        var counts = pattern.Slice(at, end);
        at += end + 1;
        var comma = counts.IndexOf(',');
        if (!int.TryParse(comma < 0 ? counts : counts[..comma], out var least))
            return Unknown();
        if (comma < 0)
            return need.Repeated(least, least);
        var rest = counts[(comma + 1)..];
        return rest.IsEmpty ? need.Repeated(least, null) : int.TryParse(rest, out var most) ? need.Repeated(least, most) : Unknown();
    }

    private bool Take(char character)
    {
        if (at == pattern.Length || pattern[at] != character)
            return false;
        at++;
        return true;
    }

    private LiteralNeed Unknown()
    {
        isUnknown = true;
        return LiteralNeed.Anything;
    }
}
