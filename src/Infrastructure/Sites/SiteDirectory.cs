using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Sites;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Sites;

/// <summary>Sites and keys in memory, read anew when the directory's version in the store has changed.</summary>
internal sealed class SiteDirectory(IDbContextFactory<TrackingContext> contexts) : ISiteDirectory
{
    /// <summary>How settings lie in the store.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private volatile Snapshot snapshot = Snapshot.Empty;

    /// <summary>
    /// Whether sites and keys are known: restored, or read from a store in which the first ones were made already (each change counts).
    /// </summary>
    public bool IsLoaded => snapshot.Version > 0 || RestoredFrom is not null;

    /// <summary>When what is known was read by an earlier process, of which this one has it; <c>null</c> once this one has read the store itself.</summary>
    public DateTimeOffset? RestoredFrom => snapshot.RestoredFrom;

    /// <summary>What was read last, of one moment.</summary>
    public (long Version, IReadOnlyList<Site> Sites, IReadOnlyList<SiteKey> Keys) Read
    {
        get
        {
            var now = snapshot;
            return (now.Version, now.Sites, now.ByHash.Values);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Site> Sites => snapshot.Sites;

    /// <inheritdoc/>
    public bool TryGetSite(string name, [NotNullWhen(true)] out Site? site) => snapshot.ByName.TryGetValue(name, out site);

    /// <inheritdoc/>
    public bool TryGetKey(string hash, [NotNullWhen(true)] out SiteKey? key, [NotNullWhen(true)] out Site? site)
    {
        var now = snapshot;
        site = null;
        return now.ByHash.TryGetValue(hash, out key) && now.ById.TryGetValue(key.SiteId, out site);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SiteKey> KeysOf(int siteId) => [.. snapshot.ByHash.Values.Where(key => key.SiteId == siteId).OrderBy(key => key.Id)];

    /// <summary>Takes what an earlier process read, until this one can read the store: whatever is there then takes its place.</summary>
    public void Restore(DateTimeOffset readAt, IReadOnlyList<Site> sites, IReadOnlyList<SiteKey> keys)
    {
        if (!IsLoaded)
            snapshot = new Snapshot(Snapshot.Unread, sites, keys, readAt);
    }

    /// <summary>Reads what has changed.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // The version first: a change between both reads is then read once more, never missed.
        var version = await db.Numbers.Where(row => row.Name == NumberRow.DirectoryVersion).Select(row => row.Value)
            .SingleAsync(cancellationToken);
        if (version <= snapshot.Version)
            return;
        var sites = await db.Sites.AsNoTracking().Where(row => row.DeletedAtMs == null).OrderBy(row => row.Name).ToListAsync(cancellationToken);
        var keys = await db.SiteKeys.AsNoTracking().ToListAsync(cancellationToken);
        snapshot = new Snapshot(version, sites.ConvertAll(ToSite), keys.ConvertAll(ToKey));
    }

    /// <summary>A stored site.</summary>
    /// <summary>Whether the store has no site at all.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return !await db.Sites.AnyAsync(cancellationToken);
    }

    public static Site ToSite(SiteRow row) => new(row.Id, row.Name, JsonSerializer.Deserialize<SiteSettings>(row.Settings, Json)!);

    private static SiteKey ToKey(SiteKeyRow row) => new(
        row.Id, row.SiteId, row.Kind, row.Scopes, row.Name, row.Hash, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAtMs));

    private sealed class Snapshot(long version, IReadOnlyList<Site> sites, IReadOnlyList<SiteKey> keys, DateTimeOffset? restoredFrom = null)
    {
        /// <summary>Below every version of a store.</summary>
        public const long Unread = -1;

        public static Snapshot Empty { get; } = new(Unread, [], []);

        public DateTimeOffset? RestoredFrom { get; } = restoredFrom;

        public long Version { get; } = version;

        public IReadOnlyList<Site> Sites { get; } = sites;

        public FrozenDictionary<int, Site> ById { get; } = sites.ToFrozenDictionary(site => site.Id);

        public FrozenDictionary<string, Site> ByName { get; } = sites.ToFrozenDictionary(site => site.Name);

        public FrozenDictionary<string, SiteKey> ByHash { get; } = keys.ToFrozenDictionary(key => key.Hash);
    }
}
