namespace Tracking.Application.Import;

/// <summary>What a request asked for, in its parts.</summary>
/// <param name="Origin">The host in a target of absolute form (RFC 9112, 3.2.2: <c>GET http://host/path</c>), else <c>null</c>.</param>
/// <param name="Path">Begins with a slash, except in a target that names no page (<c>*</c>).</param>
/// <param name="Query">With its question mark; empty when there is none.</param>
internal readonly record struct RequestTarget(PageOrigin? Origin, string Path, string Query)
{
    public static RequestTarget From(string target)
    {
        // Browsers do not send fragments, some crawlers do.
        var fragment = target.IndexOf('#');
        if (fragment >= 0)
            target = target[..fragment];

        PageOrigin? origin = null;
        if (target.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            var authority = target.IndexOf("://", StringComparison.Ordinal) + 3;
            var length = target.AsSpan(authority).IndexOfAny('/', '?');
            var end = length < 0 ? target.Length : authority + length;
            origin = PageOrigin.TryParse(target[..end], out var named) ? named : null;
            target = target[end..].StartsWith('/') ? target[end..] : "/" + target[end..];
        }

        var query = target.IndexOf('?');
        return query < 0 ? new(origin, target, "") : new(origin, target[..query], target[query..]);
    }
}
