using System.Diagnostics.CodeAnalysis;
using Tracking.Domain.Sites;

namespace Tracking.Application.Sites;

/// <summary>Sites and keys as this process knows them: in memory, at most a second or two behind the store.</summary>
public interface ISiteDirectory
{
    /// <summary>Whether anything is known yet; not before the store was read once.</summary>
    bool IsLoaded { get; }

    /// <summary>All sites, by name.</summary>
    IReadOnlyList<Site> Sites { get; }

    /// <summary>Finds a site by name.</summary>
    bool TryGetSite(string name, [NotNullWhen(true)] out Site? site);

    /// <summary>Finds the key that hashes to <paramref name="hash"/> and its site.</summary>
    bool TryGetKey(string hash, [NotNullWhen(true)] out SiteKey? key, [NotNullWhen(true)] out Site? site);

    /// <summary>The keys of a site.</summary>
    IReadOnlyList<SiteKey> KeysOf(int siteId);
}
