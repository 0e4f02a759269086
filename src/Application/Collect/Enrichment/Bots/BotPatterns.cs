using System.Buffers;
using Tracking.Application.Collect.Enrichment.Patterns;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Bots;

/// <summary>Which signals a user agent's text gives.</summary>
public sealed class BotPatterns
{
    private readonly List<(BotSignals Signal, SearchValues<string> Texts)> literals = [];
    private readonly List<PreparedPattern> patterns = [];
    private readonly LiteralTable table = new();

    /// <summary>Prepares a list.</summary>
    public BotPatterns(IEnumerable<BotPattern> list)
    {
        foreach (var alike in list.GroupBy(pattern => (pattern.Signal, pattern.IgnoreCase)))
        {
            var texts = new List<string>();
            foreach (var pattern in alike)
            {
                if (LiteralOf(pattern.Pattern) is { } literal)
                    texts.Add(literal);
                else
                    patterns.Add(new PreparedPattern(pattern, table.Add(RequiredLiterals.Of(pattern.Pattern), pattern.IgnoreCase)));
            }

            if (texts.Count > 0)
                literals.Add((alike.Key.Signal, SearchValues.Create([.. texts], alike.Key.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)));
        }
    }

    /// <summary>The signals of a text.</summary>
    public BotSignals Of(string userAgent)
    {
        var signals = BotSignals.None;
        foreach (var (signal, texts) in literals)
        {
            if (userAgent.AsSpan().ContainsAny(texts))
                signals |= signal;
        }

        var held = new HeldLiterals(table, userAgent);
        foreach (var pattern in patterns)
        {
            if ((signals & pattern.Signal) == 0 && pattern.Matches(userAgent, held))
                signals |= pattern.Signal;
        }

        return signals;
    }

    /// <summary>The text that a pattern is, if it is nothing but a text.</summary>
    internal static string? LiteralOf(string pattern)
    {
        var text = new char[pattern.Length];
        var length = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length && !char.IsAsciiLetterOrDigit(pattern[i + 1]))
                i++;
            else if (@"\*+?|{[()^$.#".Contains(pattern[i], StringComparison.Ordinal))
                return null;
            text[length++] = pattern[i];
        }

        return length == 0 ? null : new string(text, 0, length);
    }

    private sealed class PreparedPattern(BotPattern pattern, int[] needed)
    {
        private readonly SafePattern safe = new(pattern.Pattern, pattern.IgnoreCase, SafePattern.UsualTime);

        public BotSignals Signal => pattern.Signal;

        public bool Matches(string text, HeldLiterals held)
        {
            foreach (var group in needed)
            {
                if (!held.HoldsOneOf(group))
                    return false;
            }

            return safe.Find(text) is not null;
        }
    }
}
