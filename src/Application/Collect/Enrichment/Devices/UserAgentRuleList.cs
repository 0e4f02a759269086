using System.Diagnostics;
using System.Text.RegularExpressions;
using Tracking.Application.Collect.Enrichment.Patterns;

namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>Rules of one kind, of which the first that matches counts.</summary>
/// <param name="rules">The rules.</param>
/// <param name="literals">Collects what they need; <c>null</c>: none is skipped.</param>
/// <param name="mostTime">For one rule and one text.</param>
/// <param name="ofPrograms">Whether they name programs, for whose name the end of a crawler's contact (<c>openai.com/bot</c>) is taken easily.</param>
internal sealed class UserAgentRuleList(IEnumerable<UserAgentRule> rules, LiteralTable? literals, TimeSpan mostTime, bool ofPrograms = false)
{
    private const int MaxFamilyLength = 64;

    /// <summary>The longest version, in characters; what is longer is made up.</summary>
    internal const int MaxVersionLength = 20;

    private readonly CompiledRule[] rules = [.. rules.Select(rule => new CompiledRule(rule, literals, mostTime, ofPrograms))];

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

    private sealed class CompiledRule(UserAgentRule rule, LiteralTable? literals, TimeSpan mostTime, bool ofPrograms)
    {
        private readonly int[] needed = literals is null ? [] : literals.Add(RequiredLiterals.Of(rule.Pattern), rule.IgnoreCase);

        private readonly SafePattern pattern = new(rule.Pattern, rule.IgnoreCase, mostTime);

        public bool MayMatch(HeldLiterals held)
        {
            foreach (var group in needed)
            {
                if (!held.HoldsOneOf(group))
                    return false;
            }

            return true;
        }

        public ProductMatch? Match(string text) => pattern.Find(text) is { } match ? Read(match, text) : null;

        private ProductMatch Read(Match match, string text)
        {
            var family = Part(rule.Family, match, 1);
            if (family is null or "Other" || IsOfUrl(match.Groups[1], text))
                return default;
            string? version = null;
            for (var i = 0; i < rule.Version.Count; i++)
            {
                if (Part(rule.Version[i], match, i + 2) is not { } part)
                    break;
                var longer = version is null ? part : $"{version}.{part}";
                if (longer.Length > MaxVersionLength)
                    break;
                version = longer;
            }

            return new ProductMatch(Cut(family, MaxFamilyLength), version);
        }

        private bool IsOfUrl(Group name, string text) =>
            ofPrograms && rule.Family is null && name is { Success: true, Index: > 0 } && text[name.Index - 1] is '.' or '/';
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
