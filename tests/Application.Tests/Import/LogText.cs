using System.Globalization;
using System.Text;
using Tracking.Application.Import;

namespace Tracking.Application.Tests.Import;

/// <summary>Writes log lines as servers do, for tests that read them.</summary>
internal static class LogText
{
    public const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    public static string Combined(
        string request = "GET / HTTP/1.1", int status = 200, string referrer = "-", string userAgent = Firefox,
        string client = "203.0.113.7 - -", string time = "17/May/2015:10:05:03 +0000") =>
        $"{client} [{time}] \"{request}\" {status} 5120 \"{referrer}\" \"{userAgent}\"";

    public static LogLine Line(string text) => new(Encoding.UTF8.GetBytes(text));

    public static AccessLogLine? Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    public static AccessLogLine? Parse(byte[] bytes) => AccessLogLine.TryParse(bytes, out var line) ? line : null;

    /// <summary>As Apache writes a quoted field (ap_escape_logitem): controls and bytes beyond ASCII as <c>\xNN</c>.</summary>
    public static string Escape(string? text)
    {
        if (text is null)
            return "-";
        var escaped = new StringBuilder();
        foreach (var part in Encoding.UTF8.GetBytes(text))
        {
            _ = part switch
            {
                (byte)'"' or (byte)'\\' => escaped.Append('\\').Append((char)part),
                (byte)'\n' => escaped.Append("\\n"),
                (byte)'\r' => escaped.Append("\\r"),
                (byte)'\t' => escaped.Append("\\t"),
                < 0x20 or >= 0x7F => escaped.Append("\\x").Append(part.ToString("x2")),
                _ => escaped.Append((char)part),
            };
        }
        return escaped.ToString();
    }

    public static string Time(DateTimeOffset time) =>
        time.ToString("dd/MMM/yyyy:HH:mm:ss ", CultureInfo.InvariantCulture) + time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "");
}
