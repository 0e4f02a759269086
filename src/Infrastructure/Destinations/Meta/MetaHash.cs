using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Tracking.Infrastructure.Destinations.Meta;

/// <summary>Hashes what says who a person is, after making it alike, as Meta does with its own (Conversions API, "Customer information parameters").</summary>
internal static partial class MetaHash
{
    private const int MinPhoneDigits = 7;
    private const int MaxPhoneDigits = 15;

    /// <summary>The hash of a field's text.</summary>
    /// <param name="field">Meta's word: <c>em</c>, <c>ph</c>, …</param>
    /// <param name="text">The text as it was sent; who sends it hashed already has it taken as it is.</param>
    /// <returns><c>null</c> when the text is none for that field.</returns>
    public static string? Of(string field, string text)
    {
        var plain = text.Trim().ToLowerInvariant();
        if (Hash().IsMatch(plain))
            return plain;
        return Normalised(field, plain) is { Length: > 0 } normalised ? Of(normalised) : null;
    }

    /// <summary>The hash of a text as it is.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string? Normalised(string field, string plain) => field switch
    {
        "em" => Email().IsMatch(plain) ? plain : null,
        // With the country's code; 00 is only how one dials it.
        "ph" => Kept(plain, char.IsAsciiDigit).TrimStart('0') is { Length: >= MinPhoneDigits and <= MaxPhoneDigits } digits ? digits : null,
        "fn" or "ln" => Kept(plain, character => char.IsLetterOrDigit(character) || char.IsSurrogate(character) || character == ' '),
        "zp" => UsZip().IsMatch(plain) ? plain[..5] : Kept(plain, character => character is not (' ' or '-')),
        "country" => plain.Length == 2 && plain.All(char.IsAsciiLetter) ? plain : null,
        "db" => Kept(plain, char.IsAsciiDigit) is { Length: 8 } day ? day : null,
        "ge" => plain is "f" or "female" or "m" or "male" ? plain[..1] : null,
        _ => Kept(plain, character => char.IsLetterOrDigit(character) || char.IsSurrogate(character)),
    };

    private static string Kept(string text, Func<char, bool> isKept) => string.Concat(text.Where(isKept));

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hash();

    [GeneratedRegex(@"\A[^\s@]+@[^\s@]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"\A[0-9]{5}-[0-9]{4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UsZip();
}
