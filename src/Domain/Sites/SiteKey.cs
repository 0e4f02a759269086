namespace Tracking.Domain.Sites;

/// <summary>What a key is for.</summary>
public enum KeyKind
{
    /// <summary>Public; may only collect.</summary>
    Write,

    /// <summary>A server's; has scopes.</summary>
    Secret,
}

/// <summary>What a key may do.</summary>
[Flags]
public enum KeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Send events and consent decisions.</summary>
    Collect = 1,

    /// <summary>Read reports.</summary>
    Reports = 2,

    /// <summary>Read decisions on record and serve data subjects.</summary>
    Privacy = 4,

    /// <summary>Change the site's settings and keys.</summary>
    Admin = 8,

    /// <summary>Create and list sites.</summary>
    Instance = 16,

    /// <summary>All that a key of one site can have.</summary>
    Site = Collect | Reports | Privacy | Admin,
}

/// <summary>A key as it is known after it was shown once: by its hash.</summary>
/// <param name="Id">Its number, by which it is revoked.</param>
/// <param name="SiteId">The one site that it belongs to.</param>
/// <param name="Kind">Public or secret.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Hash">SHA-256 of the whole key in lower-case hex.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record SiteKey(int Id, int SiteId, KeyKind Kind, KeyScopes Scopes, string Name, string Hash, DateTimeOffset CreatedAt);
