using System.Diagnostics.CodeAnalysis;
using Tracking.Application.Collect;

namespace Tracking.Application.Import;

/// <summary>A line of a web server's log that is a view of a page.</summary>
/// <param name="Url">Absolute http or https URL without fragment, at most 2,048 characters.</param>
/// <param name="Referrer">Absolute http or https URL of at most 2,048 characters; <c>null</c> where the line has none such.</param>
/// <param name="Time">When the page was asked for, in UTC.</param>
/// <param name="Address">The client's IP address, or its host name where the server looked names up.</param>
/// <param name="UserAgent">At most 1,024 characters, a longer one cut; <c>null</c> where the line has none.</param>
public sealed record PageRequest(string Url, string? Referrer, DateTimeOffset Time, string Address, string? UserAgent)
{
    // HTTP contract v1, "Collect": the longest text other than a URL.
    private const int MaxTextLength = 1_024;

    /// <summary>Tells a page view from the rest of a log, by the line alone: equal lines always get equal answers.</summary>
    /// <param name="line">A line as <see cref="LogReader"/> gives it.</param>
    /// <param name="origin">
    /// Where the pages were; goes before what the line says itself. <c>null</c>: the line's virtual host, else the host of a
    /// target in absolute form, else <paramref name="fallback"/>.
    /// </param>
    /// <param name="fallback">Where the pages were if nothing else says it; <c>null</c>: <see cref="SkipReason.NoUrl"/>.</param>
    /// <param name="page">The page view, or <c>null</c> when there is a reason not to count the line.</param>
    /// <param name="reason">That reason, or <c>null</c>.</param>
    public static bool TryRead(
        LogLine line,
        PageOrigin? origin,
        PageOrigin? fallback,
        [NotNullWhen(true)] out PageRequest? page,
        [NotNullWhen(false)] out SkipReason? reason)
    {
        page = null;
        reason = null;
        if (line.IsTooLong || !AccessLogLine.TryParse(line.Bytes.Span, out var parsed))
            reason = SkipReason.NotParsable;
        // Only a user agent's closing quote says that nothing is missing.
        else if (!line.IsTerminated && parsed.Ending != AccessLogEnding.UserAgent)
            reason = SkipReason.Unfinished;
        else
            reason = ReasonAgainst(parsed, origin, fallback, out page);
        return reason is null;
    }

    private static SkipReason? ReasonAgainst(AccessLogLine line, PageOrigin? origin, PageOrigin? fallback, out PageRequest? page)
    {
        page = null;
        if (line.Method is null || line.Target is null)
            return SkipReason.NoRequest;
        if (line.Method != "GET")
            return SkipReason.MethodNotGet;
        if (line.Status is not (200 or 304))
            return SkipReason.StatusNotPage;

        var target = RequestTarget.From(line.Target);
        if (FeedRule.Matches(target.Path, target.Query))
            return SkipReason.Feed;
        if (AssetRule.Matches(target.Path))
            return SkipReason.Asset;

        var host = origin
            ?? (line.VirtualHost is { } virtualHost ? PageOrigin.FromVirtualHost(virtualHost) : target.Origin)
            ?? fallback;
        var url = $"{host}{target.Path}{target.Query}";
        if (host is null || !target.Path.StartsWith('/') || !PageUrl.IsValid(url))
            return SkipReason.NoUrl;

        page = new PageRequest(
            url, PageUrl.IsValid(line.Referrer) ? line.Referrer : null, line.Time, line.Address, Shorten(line.UserAgent));
        return null;
    }

    /// <summary>Cut at the longest text that is kept.</summary>
    internal static string? Shorten(string? text)
    {
        if (text is null || text.Length <= MaxTextLength)
            return text;
        // Not between the halves of a character beyond the basic plane: half of one cannot be written as UTF-8.
        return text[..(char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength)];
    }
}
