using System.Buffers;

namespace Tracking.Application.Collect.Enrichment.Channels;

/// <summary>What a campaign says in one of its fields.</summary>
internal static class CampaignText
{
    /// <summary>The longest that is kept, in characters.</summary>
    public const int MaxLength = 256;

    private static readonly SearchValues<char> Control =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    // How GA4's own exports write that there is nothing.
    private static readonly string[] Nothing = ["(not set)", "(none)", "(direct)"];

    /// <summary>A parameter's value: percent-decoded, + as a blank; what is no valid escape stays as it is.</summary>
    public static string? OfParameter(ReadOnlySpan<char> value)
    {
        if (!value.ContainsAny('%', '+'))
            return Of(value);
        return Of(Uri.UnescapeDataString(value.ToString().Replace('+', ' ')));
    }

    /// <summary>Trimmed and cut.</summary>
    /// <returns><c>null</c> when it says nothing.</returns>
    public static string? Of(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.Length > MaxLength)
            text = text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)].TrimEnd();
        if (text.IsEmpty)
            return null;
        foreach (var word in Nothing)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                return null;
        }

        return text.ContainsAny(Control) ? WithoutControl(text) : text.ToString();
    }

    private static string? WithoutControl(ReadOnlySpan<char> text)
    {
        Span<char> plain = stackalloc char[MaxLength];
        for (var i = 0; i < text.Length; i++)
            plain[i] = char.IsControl(text[i]) ? ' ' : text[i];
        return Of(plain[..text.Length]);
    }
}
