using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace Tracking.Application.Import;

/// <summary>What stands before a line's time: <c>[virtual host] client identity user</c>.</summary>
internal static class LogClient
{
    public static bool TryParse(ReadOnlySpan<byte> head, out string? virtualHost, [NotNullWhen(true)] out string? address)
    {
        virtualHost = null;
        address = null;
        var fields = Encoding.Latin1.GetString(head).Split(' ');
        if (fields.Length < 3 || fields[0].Length == 0 || fields[1].Length == 0)
            return false;

        var first = 0;
        if (fields.Length > 3 && BeginsWithVirtualHost(fields[0], fields[1]))
        {
            virtualHost = fields[0];
            first = 1;
        }
        address = WithoutPort(fields[first]);
        // "-" is what a server writes when it did not know the client (a closed socket).
        return address.Length is > 0 and <= 255;
    }

    // The fourth field may also be a user name with a space in it, or the first two a list of addresses ("a, b"), so they
    // have to look the part.
    private static bool BeginsWithVirtualHost(string first, string second)
    {
        // In brackets an address parses with its port, and then it may well be the server's own.
        if (first.EndsWith(',') || (!first.StartsWith('[') && IPAddress.TryParse(first, out _)))
            return false;
        return IPAddress.TryParse(second.TrimEnd(','), out _) || (second != "-" && EndsWithPort(first));
    }

    private static bool EndsWithPort(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), out _)
            && (text.IndexOf(':') == colon || text[colon - 1] == ']');
    }

    // Balancers log "203.0.113.7:51234", "[2001:db8::7]:51234", and "203.0.113.7," where they forward a list.
    private static string WithoutPort(string client)
    {
        var text = client.TrimEnd(',');
        if (text.StartsWith('[') && text.IndexOf(']') is var end and > 0)
            return text[1..end];
        return EndsWithPort(text) && IPAddress.TryParse(text.AsSpan(0, text.LastIndexOf(':')), out _)
            ? text[..text.LastIndexOf(':')]
            : text;
    }
}
