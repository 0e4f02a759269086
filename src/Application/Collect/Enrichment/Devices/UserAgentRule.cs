namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>
/// One rule of uap-core ("ua-parser Specification", docs/specification.md of the package), as its file has it. In what it replaces,
/// <c>$1</c> to <c>$9</c> stand for the pattern's groups.
/// </summary>
/// <param name="Pattern">Regular expression, sought anywhere in the user agent.</param>
/// <param name="IgnoreCase">Its <c>regex_flag</c>.</param>
/// <param name="Family">The family's text; <c>null</c>: the first group.</param>
/// <param name="Version">The version's parts, first to last; <c>null</c>: the group after the family's, and so on.</param>
public sealed record UserAgentRule(string Pattern, bool IgnoreCase, string? Family, IReadOnlyList<string?> Version);

/// <summary>What a user agent says.</summary>
/// <param name="Browser">The program.</param>
/// <param name="Os">The operating system.</param>
/// <param name="Hardware">Family of the device, in uap-core's words: <c>iPhone</c>, <c>PlayStation 4</c>, <c>Spider</c>, …</param>
/// <param name="RanOutOfTime">Whether it may say more, had there been time to try all rules.</param>
public readonly record struct UserAgentMatch(ProductMatch Browser, ProductMatch Os, string? Hardware, bool RanOutOfTime = false);

/// <summary>A program or system.</summary>
/// <param name="Family">Its name; <c>null</c> when no rule knows it.</param>
/// <param name="Version">Its version as far as it is told.</param>
public readonly record struct ProductMatch(string? Family, string? Version);

/// <summary>uap-core's rules, wherever they lie.</summary>
public interface IUserAgentRules
{
    /// <summary>What finds by them, waiting while they are being read; <c>null</c> when they cannot be read.</summary>
    UserAgentMatcher? Matcher { get; }

    /// <summary>What is wrong with them, and what to do, in one sentence for the operator; <c>null</c>: nothing is.</summary>
    string? Problem { get; }
}
