using Tracking.Domain.Sites;

namespace Tracking.Application.Sites;

/// <summary>Changes sites and keys. A change holds in this process when it returns, in every other within 5 seconds.</summary>
public interface ISiteAdministration
{
    /// <summary>Makes a site and its first keys, all or nothing; <c>null</c> when the name is taken.</summary>
    Task<Site?> CreateAsync(string name, SiteSettings settings, IReadOnlyList<NewKey> keys, CancellationToken cancellationToken);

    /// <summary>Changes a site's settings, from what is stored and not what this process last read; <c>null</c> when there is no such site.</summary>
    Task<Site?> UpdateAsync(string name, Func<SiteSettings, SiteSettings> change, CancellationToken cancellationToken);

    /// <summary>Makes a site unknown at once and has everything of it erased in the background; false when there is no such site.</summary>
    Task<bool> DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Adds a key by its hash; <c>null</c> when a key with that hash is there already.</summary>
    Task<SiteKey?> AddKeyAsync(Site site, KeyKind kind, KeyScopes scopes, string name, string hash, CancellationToken cancellationToken);

    /// <summary>Revokes a key; false when the site has none of that number.</summary>
    Task<bool> RevokeKeyAsync(Site site, int keyId, CancellationToken cancellationToken);
}

/// <summary>A key that is to be added.</summary>
/// <param name="Kind">Public or secret.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Name">For people.</param>
/// <param name="Hash">By <see cref="ApiKey.HashOf"/>.</param>
public sealed record NewKey(KeyKind Kind, KeyScopes Scopes, string Name, string Hash);
