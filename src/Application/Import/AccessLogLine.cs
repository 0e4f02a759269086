using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tracking.Application.Import;

/// <summary>
/// One line of a web server's log in the NCSA common or combined format (Apache <c>common</c>, <c>combined</c>,
/// <c>vhost_combined</c>; nginx <c>combined</c>). Text is unescaped (<c>\"</c>, <c>\xNN</c>); bytes that are not UTF-8 are
/// read as Latin-1, so that a line is never refused for its encoding.
/// </summary>
/// <param name="VirtualHost">
/// Name of the site asked for, as the line begins with it, with its port where logged (<c>shop.example:443</c>);
/// <c>null</c> when the line begins with the client.
/// </param>
/// <param name="Address">The client: an IP address without port or brackets, or a host name.</param>
/// <param name="Time">When the request came, in UTC.</param>
/// <param name="Method">
/// <c>null</c>, as is <paramref name="Target"/>, when the logged request is none (<c>-</c>, a TLS handshake on a plain port).
/// </param>
/// <param name="Target">
/// What was asked for, in origin or absolute form. Bytes that a URL cannot hold (controls, spaces, quotes, backslashes,
/// everything beyond ASCII) are percent-encoded.
/// </param>
/// <param name="Protocol"><c>HTTP/1.1</c>; <c>null</c> when the request names none.</param>
/// <param name="Status">Three digits.</param>
/// <param name="Bytes">Size of the answer; <c>null</c> where the server logged <c>-</c>.</param>
/// <param name="Referrer"><c>null</c> in the common format and where it is <c>-</c> or empty.</param>
/// <param name="UserAgent"><c>null</c> in the common format and where it is <c>-</c> or empty.</param>
/// <param name="Ending">How far the line's known fields reach.</param>
public sealed record AccessLogLine(
    string? VirtualHost,
    string Address,
    DateTimeOffset Time,
    string? Method,
    string? Target,
    string? Protocol,
    int Status,
    long? Bytes,
    string? Referrer,
    string? UserAgent,
    AccessLogEnding Ending)
{
    /// <summary>Reads one line, without its line break. Never throws, whatever the bytes.</summary>
    /// <param name="line">The bytes as they are in the file.</param>
    /// <param name="parsed"><c>null</c> when the line is in neither format, or is cut off within a quoted field.</param>
    public static bool TryParse(ReadOnlySpan<byte> line, [NotNullWhen(true)] out AccessLogLine? parsed)
    {
        parsed = null;
        if (!TryFindTime(line, out var clientEnd, out var timeEnd, out var time)
            || !LogClient.TryParse(line[..clientEnd], out var virtualHost, out var address))
            return false;

        var rest = line[timeEnd..];
        if (!QuotedField.TryTake(ref rest, out var request)
            || !TryTakeNumber(ref rest, out var status) || status is not (>= 100 and <= 999)
            || !TryTakeNumber(ref rest, out var bytes))
            return false;

        ReadOnlySpan<byte> referrer = default, userAgent = default;
        var combined = rest.StartsWith((byte)'"');
        // A referrer without a user agent after it is a line that was cut off.
        if (combined && !(QuotedField.TryTake(ref rest, out referrer) && QuotedField.TryTake(ref rest, out userAgent)))
            return false;

        var (method, target, protocol) = RequestLine.Parse(request);
        parsed = new AccessLogLine(
            virtualHost, address, time, method, target, protocol, (int)status, bytes,
            QuotedField.TextOrNull(referrer), QuotedField.TextOrNull(userAgent),
            !rest.IsEmpty ? AccessLogEnding.OtherFields : combined ? AccessLogEnding.UserAgent : AccessLogEnding.Bytes);
        return true;
    }

    // A user name may hold spaces and brackets (servers do not escape it), so the first bracket that holds a time counts.
    private static bool TryFindTime(ReadOnlySpan<byte> line, out int clientEnd, out int timeEnd, out DateTimeOffset time)
    {
        time = default;
        timeEnd = 0;
        for (clientEnd = 0; ; clientEnd++)
        {
            var next = line[clientEnd..].IndexOf(" ["u8);
            if (next < 0)
                return false;
            clientEnd += next;
            var end = clientEnd + 2 + LogTime.Length;
            if (line.Length > end + 1 && line[end] == ']' && line[end + 1] == ' '
                && LogTime.TryParse(line[(clientEnd + 2)..end], out time))
            {
                timeEnd = end + 2;
                return true;
            }
        }
    }

    // Digits, or "-" for none known.
    private static bool TryTakeNumber(ref ReadOnlySpan<byte> rest, out long? value)
    {
        value = null;
        var end = rest.IndexOf((byte)' ');
        var field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        if (field.SequenceEqual("-"u8))
            return true;
        if (!long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        value = number;
        return true;
    }
}

/// <summary>The last of a log line's fields that its format knows.</summary>
public enum AccessLogEnding
{
    /// <summary>The common format: the line ends with the size of the answer.</summary>
    Bytes,

    /// <summary>The combined format: the line ends with the user agent's closing quote.</summary>
    UserAgent,

    /// <summary>A format of the server's own that adds fields after those of the common or combined one.</summary>
    OtherFields,
}
