using System.Net;
using Tracking.Application.Collect.Enrichment.Devices;

namespace Tracking.Application.Collect.Enrichment;

/// <summary>
/// The visitor's side of a request, as far as it is known to be the visitor's: what a server says of itself is not. It is used in memory
/// and kept nowhere.
/// </summary>
public sealed record VisitorClient
{
    /// <summary>The longest user agent, in characters: what was read lately is remembered by it. Browsers write 100 to 300.</summary>
    public const int MaxUserAgentLength = 1_024;

    /// <summary>Nothing is known.</summary>
    public static VisitorClient Unknown { get; } = new();

    /// <summary>Whose words these are.</summary>
    public ClientKind Kind { get; init; }

    /// <summary>The visitor's address.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The visitor's user agent as sent, cut at <see cref="MaxUserAgentLength"/>.</summary>
    public string? UserAgent
    {
        get;
        init => field = value is { Length: > MaxUserAgentLength } ? value[..MaxUserAgentLength] : value;
    }

    /// <summary>The browser's client hints.</summary>
    public ClientHints? Hints { get; init; }

    /// <summary>Whether the log has it ask for /robots.txt and for nothing that a browser loads with a page.</summary>
    public bool ReadsRobots { get; init; }

    /// <summary>The header <c>Accept-Language</c> of the visitor's own request.</summary>
    public string? AcceptLanguage { get; init; }
}

/// <summary>Who speaks.</summary>
public enum ClientKind
{
    /// <summary>A script in the page, or what takes its place: its request is the visitor's own.</summary>
    Script,

    /// <summary>A server that speaks for the visitor.</summary>
    Server,

    /// <summary>The request for the page itself, as a web server's log has it.</summary>
    PageRequest,
}
