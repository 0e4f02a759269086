namespace Tracking.Domain.Sites;

/// <summary>A site's settings (HTTP contract v1, "Administration"). The defaults are the most private ones.</summary>
public sealed record SiteSettings
{
    /// <summary>The site's name for people; <c>null</c>: its short name.</summary>
    public string? Name { get; init; }

    /// <summary>IANA zone in whose days reports are cut unless they ask for another.</summary>
    public string Timezone { get; init; } = "Etc/UTC";

    /// <summary>What an unknown decision means.</summary>
    public ConsentMode ConsentMode { get; init; } = ConsentMode.OptIn;

    /// <summary>What becomes of an event without analytics consent.</summary>
    public WithoutConsent WithoutConsent { get; init; } = WithoutConsent.Anonymise;

    /// <summary>Browser origins (<c>https://shop.example</c>) that may collect; empty: all, without credentials.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>The site's own host names, so that a visit from one of them is no referral.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>How much of a visitor's address may be kept.</summary>
    public IpPolicy IpPolicy { get; init; } = IpPolicy.Truncated;

    /// <summary>Whether the header <c>DNT: 1</c> denies analytics and marketing.</summary>
    public bool HonourDoNotTrack { get; init; }

    /// <summary>Form fields, by name, whose values may be collected.</summary>
    public IReadOnlyList<string> FormFields { get; init; } = [];

    /// <summary>Query parameters that are kept in URLs beside the campaign's.</summary>
    public IReadOnlyList<string> QueryParameters { get; init; } = [];

    /// <summary>Properties of custom events, by name, that an anonymised event keeps.</summary>
    public IReadOnlyList<string> AnonymousProperties { get; init; } = [];

    /// <summary>Whose transactions count.</summary>
    public TransactionsFrom TransactionsFrom { get; init; } = TransactionsFrom.Any;

    /// <summary>Days for which events of a type are kept; a type that is absent is kept for good.</summary>
    public IReadOnlyDictionary<string, int> RetentionDays { get; init; } = new Dictionary<string, int>();
}

/// <summary>What a site takes an unknown decision for.</summary>
public enum ConsentMode
{
    /// <summary>Unknown is denied.</summary>
    OptIn,

    /// <summary>Unknown is granted.</summary>
    OptOut,
}

/// <summary>What becomes of an event without analytics consent.</summary>
public enum WithoutConsent
{
    /// <summary>Stored without anything that tells who it was.</summary>
    Anonymise,

    /// <summary>Not stored.</summary>
    Drop,
}

/// <summary>How much of a visitor's address may be kept.</summary>
public enum IpPolicy
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The network: /24 of IPv4, /48 of IPv6.</summary>
    Truncated,

    /// <summary>All of it, where the visitor consented.</summary>
    Full,
}

/// <summary>Whose transactions count.</summary>
public enum TransactionsFrom
{
    /// <summary>A browser's and a server's.</summary>
    Any,

    /// <summary>A server's alone: what a write key sends is a custom event.</summary>
    Server,
}
