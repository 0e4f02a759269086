using System.Diagnostics;
using System.Text.RegularExpressions;
using Tracking.Application.Collect.Enrichment.Patterns;

namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>Rules of one kind, of which the first that matches counts.</summary>
internal sealed class UserAgentRuleList(IEnumerable<UserAgentRule> rules, LiteralTable? literals)
{
    private const int MaxFamilyLength = 64;
    private const int MaxVersionLength = 32;

    private readonly CompiledRule[] rules = [.. rules.Select(rule => new CompiledRule(rule, literals))];

    /// <param name="text">The text.</param>
    /// <param name="held">Its literals.</param>
    /// <param name="end">After which of <see cref="Stopwatch"/>'s times no further rule is tried.</param>
    public ProductMatch Find(string text, HeldLiterals held, long end)
    {
        foreach (var rule in rules)
        {
            if (!rule.MayMatch(held))
                continue;
            if (Stopwatch.GetTimestamp() > end)
                break;
            if (rule.Match(text) is { } match)
                return match;
        }

        return default;
    }

    private sealed class CompiledRule(UserAgentRule rule, LiteralTable? literals)
    {
        private readonly int[] needed = literals is null ? [] : literals.Add(RequiredLiterals.Of(rule.Pattern), rule.IgnoreCase);

        private readonly SafePattern pattern = new(rule.Pattern, rule.IgnoreCase);

        public bool MayMatch(HeldLiterals held)
        {
            foreach (var group in needed)
            {
                if (!held.HoldsOneOf(group))
                    return false;
            }

            return true;
        }

        public ProductMatch? Match(string text) => pattern.Find(text) is { } match ? Read(match) : null;

        private ProductMatch Read(Match match)
        {
            var family = Part(rule.Family, match, 1);
            if (family is null or "Other")
                return default;
            string? version = null;
            for (var i = 0; i < rule.Version.Count; i++)
            {
                if (Part(rule.Version[i], match, i + 2) is not { } part)
                    break;
                version = version is null ? part : $"{version}.{part}";
            }

            return new ProductMatch(Cut(family, MaxFamilyLength), version is null ? null : Cut(version, MaxVersionLength));
        }
    }

    private static string? Part(string? replacement, Match match, int group)
    {
        var part = replacement is null ? match.Groups[group].Value
            : replacement.Contains('$', StringComparison.Ordinal) ? Filled(replacement, match)
            : replacement;
        part = part.Trim();
        return part.Length == 0 ? null : part;
    }

    private static string Filled(string replacement, Match match)
    {
        var filled = new System.Text.StringBuilder(replacement.Length);
        for (var i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] == '$' && i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]))
                filled.Append(match.Groups[replacement[++i] - '0'].ValueSpan);
            else
                filled.Append(replacement[i]);
        }

        return filled.ToString();
    }

    private static string Cut(string text, int maxLength) => text.Length > maxLength ? text[..maxLength] : text;
}
