namespace Tracking.Application.Import;

/// <summary>
/// Why a line of a log is no page view. A line has one reason, the first that holds in this order, so that the reasons and
/// the page views add up to the lines read.
/// </summary>
public enum SkipReason
{
    /// <summary>Neither common nor combined log format, blank, over the longest line's length, or cut off within a field.</summary>
    NotParsable,

    /// <summary>
    /// The last line of what was read has no line break and may be the beginning of a longer one. It counts when the log is
    /// read again and the line is whole; taken now, it would then be counted twice.
    /// </summary>
    Unfinished,

    /// <summary>A connection without an HTTP request in it: <c>-</c>, a TLS handshake on a plain port, a port scan.</summary>
    NoRequest,

    /// <summary>A HEAD, POST or other method.</summary>
    MethodNotGet,

    /// <summary>Neither 200 nor 304: redirects, errors and parts of files (206).</summary>
    StatusNotPage,

    /// <summary>An RSS or Atom feed, by its path or its query.</summary>
    Feed,

    /// <summary>A file that is no HTML document (image, style, script, font, download, source, data), or a program's endpoint.</summary>
    Asset,

    /// <summary>No absolute URL of at most 2,048 characters can be made of it: no path, or no host known.</summary>
    NoUrl,
}
