namespace Tracking.Application.Collect.Enrichment.Languages;

/// <summary>Language tags (RFC 5646), as far as reports tell languages apart: language, script and region.</summary>
public static class LanguageTag
{
    /// <summary>More than any language, script and region take, in characters.</summary>
    private const int MaxLength = 64;

    /// <summary>The first tag of an <c>Accept-Language</c> header, as sent, cut where nothing follows that is read.</summary>
    public static string First(string header)
    {
        var tag = header.AsSpan().TrimStart();
        if (tag.IndexOfAny(',', ';') is var end and >= 0)
            tag = tag[..end];
        if (tag.Length > MaxLength)
            tag = tag[..MaxLength];
        tag = tag.TrimEnd();
        return tag.Length == header.Length ? header : tag.ToString();
    }

    /// <summary>The first language of a tag or of an <c>Accept-Language</c> header (RFC 9110, 12.5.4), in its usual case.</summary>
    /// <returns><c>pt-BR</c>, <c>zh-Hant-TW</c>, <c>en</c>; <c>null</c> when it begins with no language.</returns>
    public static string? Read(string text)
    {
        var tag = First(text).AsSpan();
        string? read = null;
        foreach (var part in tag.SplitAny('-', '_'))
        {
            var subtag = tag[part];
            if (read is null)
            {
                if (subtag.Length is not (2 or 3) || !IsAscii(subtag, char.IsAsciiLetter))
                    return null;
                read = Lower(subtag);
            }
            else if (subtag.Length == 4 && IsAscii(subtag, char.IsAsciiLetter))
            {
                read += $"-{char.ToUpperInvariant(subtag[0])}{Lower(subtag[1..])}";
            }
            else
            {
                // A region ends what is kept; so does anything else (variants, extensions).
                var isRegion = (subtag.Length == 2 && IsAscii(subtag, char.IsAsciiLetter)) || (subtag.Length == 3 && IsAscii(subtag, char.IsAsciiDigit));
                return isRegion ? $"{read}-{subtag.ToString().ToUpperInvariant()}" : read;
            }
        }

        return read;
    }

    private static string Lower(ReadOnlySpan<char> text) => text.ToString().ToLowerInvariant();

    private static bool IsAscii(ReadOnlySpan<char> text, Func<char, bool> kind)
    {
        foreach (var character in text)
        {
            if (!kind(character))
                return false;
        }

        return true;
    }
}
