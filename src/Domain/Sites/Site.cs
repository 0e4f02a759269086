namespace Tracking.Domain.Sites;

/// <summary>A tenant: its events, keys, settings and reports belong to it alone (HTTP contract v1, "Keys and sites").</summary>
/// <param name="Id">The store's number of the site; never shown outside.</param>
/// <param name="Name">What it is called in URLs, routing keys and queries: <c>[a-z0-9-]{1,63}</c>.</param>
/// <param name="Settings">What its operator decided.</param>
public sealed record Site(int Id, string Name, SiteSettings Settings)
{
    /// <summary>The longest allowed name.</summary>
    public const int MaxNameLength = 63;

    /// <summary>Whether <paramref name="name"/> can name a site.</summary>
    public static bool IsValidName(string? name) =>
        name is { Length: > 0 and <= MaxNameLength } && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
