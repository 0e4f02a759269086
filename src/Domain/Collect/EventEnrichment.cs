namespace Tracking.Domain.Collect;

/// <summary>What the server found out about an event, after consent was applied. It holds no more of address and user agent than it says.</summary>
public sealed record EventEnrichment
{
    /// <summary>Nothing was found out.</summary>
    public static EventEnrichment None { get; } = new();

    /// <summary>
    /// What the site keeps of the visitor's address: a network (<c>203.0.113.0/24</c>, <c>2001:db8:1::/48</c>), all of it, or nothing.
    /// Of an anonymised event always <c>null</c>.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>Where the visitor was; <c>null</c> when unknown.</summary>
    public Place? Place { get; init; }

    /// <summary>What the visitor used; <c>null</c> when unknown.</summary>
    public Device? Device { get; init; }

    /// <summary>Where the page was reached from; <c>null</c> when the event is on no page.</summary>
    public Traffic? Traffic { get; init; }

    /// <summary>BCP 47 tag of the visitor's language in its usual case (<c>pt-BR</c>); <c>null</c> when unknown.</summary>
    public string? Language { get; init; }

    /// <summary>
    /// The visitor's user agent, reduced, by which stored events can be classified anew; <c>null</c>
    /// when unknown, and of an anonymised event that is no log's line.
    /// </summary>
    public ReducedUserAgent? UserAgent { get; init; }

    /// <summary>What speaks for a program.</summary>
    public BotSignals BotSignals { get; init; }
}

/// <summary>A user agent without what would tell its owner from others: versions cut to their first number, no ids or addresses.</summary>
/// <param name="Text">At most 512 characters.</param>
/// <param name="AsksForPages">Whether it is that of what asks for pages (a server, or its log, tells of it), and not that of a request with events.</param>
public sealed record ReducedUserAgent(string Text, bool AsksForPages)
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxLength = 512;
}

/// <summary>A place.</summary>
/// <param name="Country">ISO 3166-1 alpha-2 code.</param>
/// <param name="Region">Name of the first subdivision, in English.</param>
/// <param name="City">Its name in English.</param>
public sealed record Place(string? Country, string? Region, string? City);

/// <summary>What a visitor used.</summary>
/// <param name="Type"><c>desktop</c>, <c>mobile</c>, <c>tablet</c>, <c>tv</c>, <c>console</c>, <c>wearable</c>, <c>car</c> or <c>other</c>.</param>
/// <param name="Browser">Family of the browser, without version: <c>Chrome</c>, <c>Mobile Safari</c>.</param>
/// <param name="BrowserVersion">Its version as far as it is told.</param>
/// <param name="Os">Operating system, without version: <c>Windows</c>, <c>iOS</c>.</param>
/// <param name="OsVersion">Its version as far as it is told.</param>
public sealed record Device(string? Type, string? Browser, string? BrowserVersion, string? Os, string? OsVersion);

/// <summary>Where a page was reached from, in the words of UTM and of GA4's default channel groups.</summary>
/// <param name="Channel">Channel group: <c>Organic Search</c>, <c>Direct</c>, …</param>
/// <param name="Source">Source: a search engine's name, a referring host, or what the campaign says; <c>null</c> for direct.</param>
/// <param name="Medium">Medium: <c>organic</c>, <c>referral</c>, <c>cpc</c>, …; <c>null</c> for direct.</param>
/// <param name="Campaign">Name of the campaign.</param>
/// <param name="Term">Term that was searched for or bought.</param>
/// <param name="Content">What was clicked.</param>
/// <param name="Referrer">Referring host, lower-case; <c>null</c> without one and for the site's own.</param>
public sealed record Traffic(
    string Channel, string? Source, string? Medium, string? Campaign, string? Term, string? Content, string? Referrer);
