namespace Tracking.Contracts.Events;

/// <summary>
/// One stored event as integrators and the raw events report see it: after validation, consent and enrichment (bus contract v1,
/// <c>data</c>). An anonymised event carries what is stored of it, no more.
/// </summary>
/// <typeparam name="TProperties">The record of the event's type: <see cref="PageView"/>, <see cref="Click"/>, …</typeparam>
public sealed record TrackedEvent<TProperties>
{
    /// <summary>The event's type: <c>page_view</c>, <c>click</c>, …, <c>custom</c>.</summary>
    public required string Type { get; init; }

    /// <summary>A custom event's name; <c>null</c> for all other types.</summary>
    public string? Name { get; init; }

    /// <summary>The sender's id of the event, unique within the site; of an anonymised event a keyed hash of it.</summary>
    public required string MessageId { get; init; }

    /// <summary>When it happened, UTC, corrected for the sender's clock.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When the service received it, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The site's name.</summary>
    public required string Site { get; init; }

    /// <summary>The anonymousId, else the userId, else an id that lasts for one UTC day and cannot be traced back.</summary>
    public required string VisitorId { get; init; }

    /// <summary>The visit. Provisional: a late event can join two sessions. <c>null</c> for <c>identify</c>.</summary>
    public string? SessionId { get; init; }

    /// <summary>The id that the sender's browser keeps; <c>null</c> where absent or withheld.</summary>
    public string? AnonymousId { get; init; }

    /// <summary>The sender's id of a known person; <c>null</c> where absent or withheld.</summary>
    public string? UserId { get; init; }

    /// <summary>What the type defines.</summary>
    public required TProperties Properties { get; init; }

    /// <summary>The page on which it happened; <c>null</c> when there is none.</summary>
    public Page? Page { get; init; }

    /// <summary>The campaign that the sender names; <c>null</c> when there is none.</summary>
    public Campaign? Campaign { get; init; }

    /// <summary>Where the event's page was reached from; the session's is in the reports' dimensions. <c>null</c> when the event is on no page.</summary>
    public Traffic? Traffic { get; init; }

    /// <summary>What the visitor used; <c>null</c> while that is not known.</summary>
    public Device? Device { get; init; }

    /// <summary>Where the visitor was; <c>null</c> while that is not known.</summary>
    public Geo? Geo { get; init; }

    /// <summary>What the event may be used for.</summary>
    public required Consent Consent { get; init; }
}

/// <summary>A page.</summary>
/// <param name="Url">Absolute URL, cleaned of parameters that the site does not keep.</param>
/// <param name="Path">Its path, percent-decoded, without query and fragment.</param>
/// <param name="Hostname">Its host, lower-case.</param>
/// <param name="Title">Document title.</param>
/// <param name="Referrer">Where the visitor came from, cleaned.</param>
public sealed record Page(string? Url, string? Path, string? Hostname, string? Title, string? Referrer);

/// <summary>A campaign in the words of UTM.</summary>
/// <param name="Source">utm_source.</param>
/// <param name="Medium">utm_medium.</param>
/// <param name="Name">utm_campaign.</param>
/// <param name="Term">utm_term.</param>
/// <param name="Content">utm_content.</param>
public sealed record Campaign(string? Source, string? Medium, string? Name, string? Term, string? Content);

/// <summary>Where an event's page was reached from.</summary>
/// <param name="Channel">Channel group.</param>
/// <param name="Source">Source.</param>
/// <param name="Medium">Medium.</param>
/// <param name="Referrer">Referring host.</param>
public sealed record Traffic(string? Channel, string? Source, string? Medium, string? Referrer)
{
    /// <summary>Name of the campaign, as the sender or else the page's URL says it.</summary>
    public string? Campaign { get; init; }

    /// <summary>Term that was searched for or bought.</summary>
    public string? Term { get; init; }

    /// <summary>What was clicked.</summary>
    public string? Content { get; init; }
}

/// <summary>What the visitor used.</summary>
/// <param name="Type">Kind of device.</param>
/// <param name="Browser">Browser.</param>
/// <param name="BrowserVersion">Its version.</param>
/// <param name="Os">Operating system.</param>
/// <param name="OsVersion">Its version.</param>
/// <param name="Bot">Whether it is taken for a program.</param>
public sealed record Device(string? Type, string? Browser, string? BrowserVersion, string? Os, string? OsVersion, bool Bot);

/// <summary>Where the visitor was.</summary>
/// <param name="Country">ISO 3166-1 alpha-2 code.</param>
/// <param name="Region">Region.</param>
/// <param name="City">City.</param>
public sealed record Geo(string? Country, string? Region, string? City);

/// <summary>What an event may be used for.</summary>
/// <param name="Analytics">May be tied to the visitor.</param>
/// <param name="Marketing">May go to marketing platforms.</param>
/// <param name="Personalization">May be used to personalise.</param>
/// <param name="Anonymised">Identifiers were withheld.</param>
public sealed record Consent(bool Analytics, bool Marketing, bool Personalization, bool Anonymised);
