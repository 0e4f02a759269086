using Tracking.Application.Sites;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Consent;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Installation;

/// <summary>Makes the first site and its keys by the settings <c>Bootstrap__…</c>.</summary>
internal sealed class Bootstrap(
    StoreMigration migration,
    SiteDirectory directory,
    ISiteAdministration administration,
    HashKeys hashKeys,
    ConsentRecords consents,
    SecretKeyFile file,
    SharedStateFile snapshot,
    BootstrapOptions options)
    : IBootstrap
{
    private const string KeyName = "bootstrap";
    private const KeyScopes SecretScopes = KeyScopes.Site | KeyScopes.Instance;

    /// <inheritdoc/>
    public async Task<FirstSite> RunAsync(bool migrate, CancellationToken cancellationToken)
    {
        if (migrate)
            await migration.RunAsync(cancellationToken);
        // A mistyped path or a disk that is not mounted looks like a first start, whose new keys would turn all senders away.
        if (snapshot.Read() is { Sites: [var known, ..] } && await directory.IsEmptyAsync(cancellationToken))
        {
            throw new IOException(
                $"The database is empty, but {snapshot.Path} is of an installation with the site {known.Name}. Is it the right database (ConnectionStrings__Tracking, "
                + "else tracking.db in Data__Directory), and is its disk there? To begin anew in this folder, delete that file.");
        }

        await hashKeys.LoadAsync(cancellationToken);
        await directory.RefreshAsync(cancellationToken);
        var isFirstStart = directory.Sites.Count == 0;
        if (!isFirstStart)
            file.Settle(IsKnown);
        var writeKey = options.WriteKey ?? ApiKey.CreateWriteKey(hashKeys.Installation, options.Site);
        string? made = null;
        if (!directory.TryGetSite(options.Site, out var site))
        {
            // A site that was deleted stays deleted; only an empty store, or a key given for it, asks for it again.
            if (!isFirstStart && options is { WriteKey: null, SecretKey: null })
                return new FirstSite(options.Site, null, null, file.Path);
            var secretKey = options.SecretKey ?? (isFirstStart ? ApiKey.Create(KeyKind.Secret) : null);
            var isMade = secretKey != options.SecretKey;
            if (isMade)
                file.Write(secretKey!);
            site = await MakeAsync(options.WriteKey is not null || isFirstStart ? writeKey : null, secretKey, cancellationToken);
            if (isMade)
                file.Settle(IsKnown);
            if (isMade && IsKnown(secretKey!))
                made = secretKey;
        }

        // Given keys hold from now on, whenever the site was made.
        if (options.WriteKey is not null)
            await EnsureAsync(site, KeyKind.Write, KeyScopes.Collect, options.WriteKey, cancellationToken);
        if (options.SecretKey is not null)
            await EnsureAsync(site, KeyKind.Secret, SecretScopes, options.SecretKey, cancellationToken);
        return new FirstSite(site.Name, IsKnown(writeKey) ? writeKey : null, made, file.Path);
    }

    /// <inheritdoc/>
    public DateTimeOffset? Restore()
    {
        if (snapshot.Read() is not { } state)
            return null;
        // The key first: once sites are known, events are collected.
        hashKeys.Restore(state.HashKey);
        consents.Away();
        directory.Restore(state.ReadAt, state.Sites, state.Keys);
        return state.ReadAt;
    }

    private bool IsKnown(string key) => directory.TryGetKey(ApiKey.HashOf(key), out _, out _);

    /// <summary>Makes the site with its keys in one step, so that none is ever there without them; or takes what another process made.</summary>
    private async Task<Site> MakeAsync(string? writeKey, string? secretKey, CancellationToken cancellationToken)
    {
        NewKey?[] keys =
        [
            writeKey is null ? null : new NewKey(KeyKind.Write, KeyScopes.Collect, KeyName, ApiKey.HashOf(writeKey)),
            secretKey is null ? null : new NewKey(KeyKind.Secret, SecretScopes, KeyName, ApiKey.HashOf(secretKey)),
        ];
        // A key of another site is refused by EnsureAsync, which says so.
        var free = keys.OfType<NewKey>().Where(key => !directory.TryGetKey(key.Hash, out _, out _)).ToList();
        if (await administration.CreateAsync(options.Site, new SiteSettings(), free, cancellationToken) is { } site)
            return site;
        await directory.RefreshAsync(cancellationToken);
        return directory.TryGetSite(options.Site, out var others)
            ? others
            : throw new InvalidOperationException($"The site {options.Site} was made and deleted by others at the same moment; start again.");
    }

    private async Task EnsureAsync(Site site, KeyKind kind, KeyScopes scopes, string key, CancellationToken cancellationToken)
    {
        var hash = ApiKey.HashOf(key);
        if (directory.TryGetKey(hash, out var known, out _))
        {
            if (known.SiteId != site.Id)
                throw new InvalidOperationException($"The {kind} key of Bootstrap__ belongs to another site than {site.Name}.");
            return;
        }

        await administration.AddKeyAsync(site, kind, scopes, KeyName, hash, cancellationToken);
    }
}
