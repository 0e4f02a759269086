using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Bots;

/// <summary>The kept list of programs' user agents.</summary>
public interface IBotPatternSource
{
    /// <summary>Reads it; empty where it cannot be read.</summary>
    IReadOnlyList<BotPattern> Read();

    /// <summary>What is wrong with it, and what to do, in one sentence for the operator; <c>null</c>: nothing is.</summary>
    string? Problem { get; }
}

/// <summary>How some program's user agent is known.</summary>
/// <param name="Pattern">
/// A regular expression. In one of six letters or more the case does not count; in a shorter one it does, since <c>Sonic</c> is also in Panasonic.
/// </param>
/// <param name="Signal">What it speaks for.</param>
public sealed record BotPattern(string Pattern, BotSignals Signal)
{
    private const int LeastLettersOfAnyCase = 6;

    /// <summary>Whether the case does not count.</summary>
    public bool IgnoreCase => Pattern.Count(char.IsAsciiLetter) >= LeastLettersOfAnyCase;
}
