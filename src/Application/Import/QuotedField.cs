using System.Text;

namespace Tracking.Application.Import;

/// <summary>
/// A field in quotes. Apache escapes quotes and backslashes by a backslash, controls by <c>\n</c>, <c>\t</c> … and other bytes by
/// <c>\xNN</c> (mod_log_config, "Custom Log Formats"); nginx uses <c>\xNN</c> for all of them.
/// </summary>
internal static class QuotedField
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Takes the field that the rest of the line begins with, and the space after it.</summary>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> escaped)
    {
        escaped = default;
        if (!rest.StartsWith((byte)'"'))
            return false;
        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at] == '\\')
                at++;
            // Some servers do not escape; a quote amid the text is told from the closing one by what follows.
            else if (rest[at] == '"' && (at + 1 == rest.Length || rest[at + 1] == ' '))
            {
                escaped = rest[1..at];
                rest = at + 1 == rest.Length ? default : rest[(at + 2)..];
                return true;
            }
        }
        return false;
    }

    public static string? TextOrNull(ReadOnlySpan<byte> escaped) =>
        escaped.IsEmpty || escaped.SequenceEqual("-"u8) ? null : Text(Unescape(escaped));

    public static byte[] Unescape(ReadOnlySpan<byte> escaped)
    {
        if (!escaped.Contains((byte)'\\'))
            return escaped.ToArray();
        var plain = new byte[escaped.Length];
        var length = 0;
        while (!escaped.IsEmpty)
            plain[length++] = TakeByte(ref escaped);
        return plain[..length];
    }

    private static byte TakeByte(ref ReadOnlySpan<byte> escaped)
    {
        var first = escaped[0];
        if (first != '\\' || escaped.Length == 1)
        {
            escaped = escaped[1..];
            return first;
        }
        if (escaped[1] == 'x' && escaped.Length > 3 && char.IsAsciiHexDigit((char)escaped[2]) && char.IsAsciiHexDigit((char)escaped[3]))
        {
            var value = (byte)(HexValue(escaped[2]) << 4 | HexValue(escaped[3]));
            escaped = escaped[4..];
            return value;
        }
        byte? meant = escaped[1] switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'b' => (byte)'\b',
            (byte)'v' => (byte)'\v',
            _ => null,     // a backslash of the client's own, from a server that does not escape
        };
        escaped = meant is null ? escaped[1..] : escaped[2..];
        return meant ?? first;
    }

    private static int HexValue(byte digit) => char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static string Text(byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
