using System.Buffers;

namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>Versions in client hints: numbers with dots, of which three count.</summary>
internal static class VersionText
{
    private const int MaxParts = 3;
    private const int MaxLength = 32;
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789.");

    /// <summary>Its first three numbers; <c>null</c> when it is no version.</summary>
    public static string? Read(string? version)
    {
        if (string.IsNullOrEmpty(version) || version.Length > MaxLength || version.AsSpan().ContainsAnyExcept(Allowed)
            || version.StartsWith('.') || version.Contains("..", StringComparison.Ordinal))
        {
            return null;
        }

        var end = 0;
        for (var parts = 0; parts < MaxParts && end < version.Length; parts++)
        {
            var dot = version.IndexOf('.', parts == 0 ? 0 : end + 1);
            end = dot < 0 ? version.Length : dot;
        }

        return end > UserAgentRuleList.MaxVersionLength ? null : version[..end].TrimEnd('.');
    }

    /// <summary>Without zeros at its end: <c>14.0.0</c> is 14.</summary>
    public static string? WithoutZeros(string? version)
    {
        while (version is not null && version.EndsWith(".0", StringComparison.Ordinal))
            version = version[..^2];
        return version;
    }

    /// <summary>The name's number of a Windows by its platform version (learn.microsoft.com, "Detect Windows 11 using User-Agent Client Hints").</summary>
    public static string? OfWindows(string? platformVersion) => Read(platformVersion) switch
    {
        null or "0" or "0.0" or "0.0.0" => null,
        "0.1" or "0.1.0" => "7",
        "0.2" or "0.2.0" => "8",
        "0.3" or "0.3.0" => "8.1",
        var version => int.TryParse(version.Split('.')[0], out var major) && major >= 13 ? "11" : "10",
    };

    /// <summary>The hinted version, or the one told where it is the same and tells more of it.</summary>
    public static string? Longer(string? hinted, string? told) =>
        hinted is null || (told is not null && told.StartsWith(hinted, StringComparison.Ordinal) && (told.Length == hinted.Length || told[hinted.Length] == '.'))
            ? told
            : hinted;
}
