using System.Diagnostics.CodeAnalysis;

namespace Tracking.Application.Collect;

/// <summary>URLs of pages, as the contract allows them.</summary>
public static class PageUrl
{
    /// <summary>The longest URL, in characters.</summary>
    public const int MaxLength = 2_048;

    /// <summary>What is allowed, for error messages.</summary>
    public const string Allowed = "must be an absolute http or https URL of at most 2048 characters";

    /// <summary>The longest host, in characters (RFC 1035, 2.3.4: 255 octets with their lengths).</summary>
    private const int MaxHostLength = 253;

    // An event names its page and its referrer twice, each is checked and then cleaned: it is parsed once.
    [ThreadStatic]
    private static Parsed? newest;

    [ThreadStatic]
    private static Parsed? second;

    /// <summary>Whether <paramref name="url"/> is an absolute http or https URL of allowed length.</summary>
    public static bool IsValid([NotNullWhen(true)] string? url) => TryParse(url, out _);

    /// <summary>Parses a URL that is valid.</summary>
    public static bool TryParse([NotNullWhen(true)] string? url, [NotNullWhen(true)] out Uri? uri)
    {
        uri = null;
        if (url is not { Length: > 0 and <= MaxLength })
            return false;
        if (newest?.Text != url)
        {
            (newest, second) = (second, newest);
            if (newest?.Text != url)
                newest = new Parsed(url, Uri.TryCreate(url, UriKind.Absolute, out var made) && HostOf(made) is not null ? made : null);
        }

        uri = newest.Uri;
        return uri is not null;
    }

    /// <summary>The path and host by which reports call a page; <c>null</c> when <paramref name="url"/> is none.</summary>
    /// <returns>Path, percent-decoded, without query and fragment; host in lower case, without port.</returns>
    public static (string Path, string Hostname)? Parts(string? url)
    {
        if (url is null || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || HostOf(uri) is not { } hostname)
            return null;
        // AbsolutePath is the canonical escaped form, so that %41 and A, and ä and %C3%A4, are one page.
        var path = Uri.UnescapeDataString(uri.AbsolutePath).Replace('\0', '\uFFFD');
        return (path, hostname);
    }

    private static string? HostOf(Uri uri)
    {
        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            return null;
        try
        {
            // shop.example. is shop.example, said to be the whole name (RFC 3986, 3.2.2).
            var host = uri.IdnHost is [.. { Length: > 0 } name, '.'] ? name : uri.IdnHost;
            return host is { Length: > 0 and <= MaxHostLength } ? host.ToLowerInvariant() : null;
        }
        catch (UriFormatException)
        {
            // Letters that no name may hold: Uri only finds out when it is asked for the name.
            return null;
        }
    }

    private sealed record Parsed(string Text, Uri? Uri);
}
