using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Sites;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.SqlServer;

namespace Tracking.Infrastructure.Sites;

/// <summary>Changes sites and keys in the store, and the version by which all processes learn of it.</summary>
internal sealed class SiteAdministration(IDbContextFactory<TrackingContext> contexts, SiteDirectory directory, TimeProvider time)
    : ISiteAdministration
{
    /// <inheritdoc/>
    public Task<Site?> CreateAsync(
        string name, SiteSettings settings, IReadOnlyList<NewKey> keys, CancellationToken cancellationToken) => ChangeAsync<Site>(
        async db =>
        {
            if (await db.Sites.AnyAsync(row => row.Name == name, cancellationToken))
                return null;
            var row = new SiteRow { Name = name, Settings = Serialize(settings), CreatedAtMs = Now };
            db.Sites.Add(row);
            await db.SaveChangesAsync(cancellationToken);
            db.SiteKeys.AddRange(keys.Select(key => RowOf(key, row.Id)));
            await db.SaveChangesAsync(cancellationToken);
            return SiteDirectory.ToSite(row);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<Site?> UpdateAsync(string name, Func<SiteSettings, SiteSettings> change, CancellationToken cancellationToken) => ChangeAsync<Site>(
        async db =>
        {
            if (await FindAsync(db, name, cancellationToken) is not { } row)
                return null;
            row.Settings = Serialize(change(SiteDirectory.ToSite(row).Settings));
            await db.SaveChangesAsync(cancellationToken);
            return SiteDirectory.ToSite(row);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => await ChangeAsync<SiteRow>(
        async db =>
        {
            if (await FindAsync(db, name, cancellationToken) is not { } row)
                return null;
            // A writer that saw the site alive is done before the site is dead, so that nothing of it comes later.
            if (db is SqlServerTrackingContext)
                await WriterLock.TakeAsync(db, cancellationToken);
            // The name is free again at once; what is erased is found by its number.
            row.DeletedAtMs = Now;
            row.Name = $"~{row.Id}";
            await db.SiteKeys.Where(key => key.SiteId == row.Id).ExecuteDeleteAsync(cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return row;
        },
        cancellationToken) is not null;

    /// <inheritdoc/>
    public Task<SiteKey?> AddKeyAsync(
        Site site, KeyKind kind, KeyScopes scopes, string name, string hash, CancellationToken cancellationToken) => ChangeAsync<SiteKey>(
        async db =>
        {
            if (await db.SiteKeys.AnyAsync(row => row.Hash == hash, cancellationToken))
                return null;
            var row = RowOf(new NewKey(kind, scopes, name, hash), site.Id);
            db.SiteKeys.Add(row);
            await db.SaveChangesAsync(cancellationToken);
            return new SiteKey(row.Id, site.Id, kind, scopes, name, hash, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAtMs));
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> RevokeKeyAsync(Site site, int keyId, CancellationToken cancellationToken) => await ChangeAsync<object>(
        async db => await db.SiteKeys.Where(row => row.SiteId == site.Id && row.Id == keyId).ExecuteDeleteAsync(cancellationToken) == 1
            ? new object()
            : null,
        cancellationToken) is not null;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private SiteKeyRow RowOf(NewKey key, int siteId) => new()
    {
        SiteId = siteId,
        Kind = key.Kind,
        Scopes = key.Scopes,
        Name = key.Name,
        Hash = key.Hash,
        CreatedAtMs = Now,
    };

    private static string Serialize(SiteSettings settings) => JsonSerializer.Serialize(settings, SiteDirectory.Json);

    private static Task<SiteRow?> FindAsync(TrackingContext db, string name, CancellationToken cancellationToken) =>
        db.Sites.SingleOrDefaultAsync(row => row.Name == name && row.DeletedAtMs == null, cancellationToken);

    private async Task<T?> ChangeAsync<T>(Func<TrackingContext, Task<T?>> change, CancellationToken cancellationToken)
        where T : class
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The version first: its row makes changes wait for each other, so that a name looked for stays free.
        await db.Numbers.Where(row => row.Name == NumberRow.DirectoryVersion)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Value, row => row.Value + 1), cancellationToken);
        if (await change(db) is not { } changed)
            return null;
        await transaction.CommitAsync(cancellationToken);
        await directory.RefreshAsync(cancellationToken);
        return changed;
    }
}
