using Tracking.Application.Collect.Enrichment.Devices;

namespace Tracking.Api.Collect;

/// <summary>
/// Structured field values (RFC 8941), as far as client hints go: strings, booleans, and lists of strings with parameters. What is wrong
/// or longer than <see cref="ClientHints"/> allows reads as <c>null</c>.
/// </summary>
internal ref struct StructuredFields(ReadOnlySpan<char> field)
{
    private readonly ReadOnlySpan<char> field = field;
    private int at;

    /// <summary>A boolean item.</summary>
    public static bool? Flag(string? field) => field switch
    {
        "?1" => true,
        "?0" => false,
        _ => null,
    };

    /// <summary>A string item; an empty one says nothing.</summary>
    public static string? Text(string? field)
    {
        var reader = new StructuredFields(field);
        return reader.TryString(out var text) && reader.at == reader.field.Length && text.Length > 0 ? text : null;
    }

    /// <summary>A list of brands: strings with their version as parameter <c>v</c>.</summary>
    public static IReadOnlyList<ClientBrand>? Brands(string? field)
    {
        if (string.IsNullOrEmpty(field))
            return null;
        var reader = new StructuredFields(field.AsSpan().Trim(' '));
        List<ClientBrand> brands = [];
        do
        {
            reader.SkipSpace();
            if (brands.Count == ClientHints.MaxBrands || !reader.TryBrand(out var brand))
                return null;
            brands.Add(brand);
            reader.SkipSpace();
        }
        while (reader.Take(','));
        return reader.at == reader.field.Length ? brands : null;
    }

    private bool TryBrand(out ClientBrand brand)
    {
        brand = null!;
        if (!TryString(out var name))
            return false;
        var version = string.Empty;
        while (Take(';'))
        {
            while (Take(' '))
            {
            }

            if (!TryParameter(ref version))
                return false;
        }

        brand = new ClientBrand(name, version);
        return true;
    }

    private bool TryParameter(ref string version)
    {
        var key = Token();
        if (key.IsEmpty)
            return false;
        if (!Take('='))
            return true;
        if (at < field.Length && field[at] == '"')
        {
            if (!TryString(out var value))
                return false;
            if (key is "v")
                version = value;
            return true;
        }

        return !Token().IsEmpty;
    }

    private bool TryString(out string text)
    {
        text = string.Empty;
        if (!Take('"'))
            return false;
        Span<char> characters = stackalloc char[ClientHints.MaxTextLength];
        for (var length = 0; at < field.Length; length++)
        {
            var character = field[at++];
            if (character == '"')
            {
                text = new string(characters[..length]);
                return true;
            }

            if (character == '\\')
            {
                if (at == field.Length || field[at] is not ('"' or '\\'))
                    return false;
                character = field[at++];
            }

            if (character is < ' ' or > '~' || length == characters.Length)
                return false;
            characters[length] = character;
        }

        return false;
    }

    /// <summary>A key, a token or a number: all that is no string.</summary>
    private ReadOnlySpan<char> Token()
    {
        var start = at;
        while (at < field.Length && (char.IsAsciiLetterOrDigit(field[at]) || "_-.*?+/:%!#$&'^`|~".Contains(field[at])))
            at++;
        return field[start..at];
    }

    private void SkipSpace()
    {
        while (Take(' ') || Take('\t'))
        {
        }
    }

    private bool Take(char character)
    {
        if (at == field.Length || field[at] != character)
            return false;
        at++;
        return true;
    }
}
