using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Bots;

/// <summary>The kept list of programs' user agents.</summary>
public interface IBotPatternSource
{
    /// <summary>Reads it; empty where it cannot be read, which the source itself tells the operator.</summary>
    IReadOnlyList<BotPattern> Read();
}

/// <summary>How some program's user agent is known.</summary>
/// <param name="Pattern">A regular expression; the case counts.</param>
/// <param name="Signal">What it speaks for.</param>
public sealed record BotPattern(string Pattern, BotSignals Signal);
