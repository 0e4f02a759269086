namespace Tracking.Application.Collect.Enrichment.Channels;

/// <summary>Hosts of URLs, the same that <see cref="PageUrl.Parts"/> gives, without making a <see cref="Uri"/> of most.</summary>
internal static class HostName
{
    /// <summary>The longest, in characters (RFC 1035, 2.3.4).</summary>
    public const int MaxLength = 253;

    private const int MaxLabelLength = 63;

    /// <summary>The host of a URL, in lower case and ASCII, without port.</summary>
    /// <param name="url">As sent.</param>
    /// <param name="buffer">Where it is put; at least <see cref="MaxLength"/> characters.</param>
    /// <returns>Empty when <paramref name="url"/> is no page's.</returns>
    public static ReadOnlySpan<char> Of(string? url, Span<char> buffer)
    {
        if (url is null || url.Length > PageUrl.MaxLength)
            return default;
        var host = Plain(url);
        if (host.IsEmpty)
            host = PageUrl.Parts(url)?.Hostname;
        var length = host.ToLowerInvariant(buffer);
        return buffer[..length];
    }

    /// <summary>The host without a leading <c>www.</c></summary>
    public static ReadOnlySpan<char> WithoutWww(ReadOnlySpan<char> host) =>
        host.StartsWith("www.", StringComparison.Ordinal) && host.Length > 4 ? host[4..] : host;

    /// <summary>A host that no rule of Uri changes but that of case; empty when it takes Uri to say.</summary>
    private static ReadOnlySpan<char> Plain(string url)
    {
        var start = url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8
            : url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : url.Length;
        var host = url.AsSpan(start);
        if (host.IndexOfAny('/', '?', '#') is var end and >= 0)
            host = host[..end];
        return host.Length <= MaxLength && IsPlain(host) ? host : default;
    }

    private static bool IsPlain(ReadOnlySpan<char> host)
    {
        var labelStart = 0;
        for (var i = 0; i <= host.Length; i++)
        {
            if (i < host.Length && host[i] != '.')
            {
                // Anything else is for Uri: a port, a user's name, letters beyond ASCII, a slash that leans the other way.
                if (!char.IsAsciiLetterOrDigit(host[i]) && host[i] != '-')
                    return false;
                continue;
            }

            if (!IsPlainLabel(host[labelStart..i], isLast: i == host.Length))
                return false;
            labelStart = i + 1;
        }

        return true;
    }

    // A last label that begins with a digit may be a number, and the host an address.
    private static bool IsPlainLabel(ReadOnlySpan<char> label, bool isLast) =>
        label.Length is > 0 and <= MaxLabelLength && label[0] != '-' && (!isLast || char.IsAsciiLetter(label[0]));
}
