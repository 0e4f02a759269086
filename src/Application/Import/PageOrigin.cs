using System.Diagnostics.CodeAnalysis;
using Tracking.Domain.Sites;

namespace Tracking.Application.Import;

/// <summary>Scheme and host of a site's pages, which a log's lines mostly leave out: <c>https://shop.example</c>.</summary>
public sealed record PageOrigin
{
    private readonly string _text;

    private PageOrigin(string text) => _text = text;

    /// <summary>Where the pages of a site are while nobody says it: a name that no host can have (RFC 2606).</summary>
    public static PageOrigin Unknown(string site) => new($"https://{site}.invalid");

    /// <summary>Where the pages of a site are when neither the operator nor a log's line says it: the site's first host, else <see cref="Unknown"/>.</summary>
    public static PageOrigin WhereUnsaid(Site site) =>
        site.Settings.Hosts is [var first, ..] && FromVirtualHost(first) is { } known ? known : Unknown(site.Name);

    /// <summary>
    /// Reads <c>https://shop.example</c>, <c>http://localhost:8080</c> or <c>shop.example</c>, which is taken as https. One word without
    /// a scheme is more likely a mistake than a host, unless it is <c>localhost</c>.
    /// </summary>
    /// <param name="text">What an operator typed; a slash at its end is allowed, a path, query or user name is not.</param>
    /// <param name="origin"><c>null</c> when it is no origin.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out PageOrigin? origin)
    {
        origin = null;
        var hasScheme = text.Contains("://", StringComparison.Ordinal);
        var full = hasScheme ? text : "https://" + text;
        if (Uri.TryCreate(full, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && (hasScheme || uri.Host is "localhost" || uri.Host.AsSpan().ContainsAny('.', ':'))
            && uri.Host.Length > 0 && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0)
            origin = new PageOrigin(uri.GetLeftPart(UriPartial.Authority));
        return origin is not null;
    }

    /// <summary>
    /// Reads a log's virtual host. Port 443 and no port mean https, 80 and others http, since a log does not say which it was.
    /// </summary>
    /// <param name="text"><c>shop.example</c> or <c>shop.example:443</c>.</param>
    /// <returns><c>null</c> when it is no host name.</returns>
    public static PageOrigin? FromVirtualHost(string text)
    {
        var scheme = text.EndsWith(":443", StringComparison.Ordinal) || !text.Contains(':') ? "https://" : "http://";
        return TryParse(scheme + text, out var origin) ? origin : null;
    }

    /// <summary>Without a slash at the end: <c>https://shop.example</c>.</summary>
    public override string ToString() => _text;
}
