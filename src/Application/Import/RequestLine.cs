using System.Text;

namespace Tracking.Application.Import;

/// <summary>The logged request, <c>GET /path HTTP/1.1</c>; what a client sent, so anything at all may stand there.</summary>
internal static class RequestLine
{
    private const int LongestMethod = 32;

    /// <summary>All three are <c>null</c> when it is no HTTP request.</summary>
    public static (string? Method, string? Target, string? Protocol) Parse(ReadOnlySpan<byte> escaped)
    {
        ReadOnlySpan<byte> request = QuotedField.Unescape(escaped);
        var space = request.IndexOf((byte)' ');
        if (space is < 1 or > LongestMethod || !IsMethod(request[..space]))
            return default;

        var method = request[..space];
        var target = request[(space + 1)..];
        string? protocol = null;
        // By the last space, since a careless client's target may hold others.
        var last = target.LastIndexOf((byte)' ');
        if (target[(last + 1)..].StartsWith("HTTP/"u8))
        {
            protocol = Encoding.Latin1.GetString(target[(last + 1)..]);
            target = last < 0 ? default : target[..last];
        }
        return target.IsEmpty
            ? default
            : (method.SequenceEqual("GET"u8) ? "GET" : Encoding.Latin1.GetString(method), Encode(target), protocol);
    }

    private static bool IsMethod(ReadOnlySpan<byte> text)
    {
        foreach (var letter in text)
            if (!char.IsAsciiLetter((char)letter) && letter is not ((byte)'-' or (byte)'_'))
                return false;
        return char.IsAsciiLetter((char)text[0]);
    }

    // Byte by byte: the URL then says exactly what was sent, in whatever encoding the client had.
    private static string Encode(ReadOnlySpan<byte> target)
    {
        var url = new StringBuilder(target.Length);
        foreach (var part in target)
        {
            if (part is > 0x20 and < 0x7F and not ((byte)'"' or (byte)'<' or (byte)'>' or (byte)'\\' or (byte)'`'))
                url.Append((char)part);
            else
                url.Append('%').Append(part.ToString("X2"));
        }
        return url.ToString();
    }
}
