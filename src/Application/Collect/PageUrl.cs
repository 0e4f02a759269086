using System.Diagnostics.CodeAnalysis;

namespace Tracking.Application.Collect;

/// <summary>URLs of pages, as the contract allows them.</summary>
public static class PageUrl
{
    /// <summary>The longest URL, in characters.</summary>
    public const int MaxLength = 2_048;

    /// <summary>What is allowed, for error messages.</summary>
    public const string Allowed = "must be an absolute http or https URL of at most 2048 characters";

    /// <summary>Whether <paramref name="url"/> is an absolute http or https URL of allowed length.</summary>
    public static bool IsValid([NotNullWhen(true)] string? url) =>
        url is { Length: > 0 and <= MaxLength } && Uri.TryCreate(url, UriKind.Absolute, out var uri) && IsPage(uri);

    /// <summary>The path and host by which reports call a page; <c>null</c> when <paramref name="url"/> is none.</summary>
    /// <returns>Path, percent-decoded, without query and fragment; host in lower case, without port.</returns>
    public static (string Path, string Hostname)? Parts(string? url)
    {
        if (url is null || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || !IsPage(uri))
            return null;
        // AbsolutePath is the canonical escaped form, so that %41 and A, and ä and %C3%A4, are one page.
        var path = Uri.UnescapeDataString(uri.AbsolutePath).Replace('\0', '\uFFFD');
        return (path, uri.IdnHost.ToLowerInvariant());
    }

    private static bool IsPage(Uri uri) =>
        (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.Host.Length > 0;
}
