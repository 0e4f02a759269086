using Tracking.Application.Sites;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Installation;

/// <summary>Makes the first site and its keys by the settings <c>Bootstrap__…</c>.</summary>
internal sealed class Bootstrap(
    StoreMigration migration, SiteDirectory directory, ISiteAdministration administration, HashKeys hashKeys, BootstrapOptions options)
    : IBootstrap
{
    private const string KeyName = "bootstrap";

    /// <inheritdoc/>
    public async Task<FirstSite> RunAsync(bool migrate, CancellationToken cancellationToken)
    {
        if (migrate)
            await migration.RunAsync(cancellationToken);
        await hashKeys.LoadAsync(cancellationToken);
        await directory.RefreshAsync(cancellationToken);
        var isFirstStart = directory.Sites.Count == 0;
        if (!directory.TryGetSite(options.Site, out var site))
        {
            // A site that was deleted stays deleted; only an empty store, or a key given for it, asks for it again.
            if (!isFirstStart && options is { WriteKey: null, SecretKey: null })
                return new FirstSite(options.Site, null, null);
            site = await administration.CreateAsync(options.Site, new SiteSettings(), cancellationToken);
            if (site is null)
            {
                // Another process was quicker, and makes the keys too.
                isFirstStart = false;
                await directory.RefreshAsync(cancellationToken);
                directory.TryGetSite(options.Site, out site);
            }
        }

        if (site is null)
            throw new InvalidOperationException($"The site {options.Site} was made and deleted by another process at the same moment; start again.");

        var writeKey = options.WriteKey ?? ApiKey.CreateWriteKey(hashKeys.Installation, site.Name);
        if (options.WriteKey is not null || isFirstStart)
            await EnsureAsync(site, KeyKind.Write, KeyScopes.Collect, writeKey, cancellationToken);
        var known = directory.TryGetKey(ApiKey.HashOf(writeKey), out _, out _);

        var made = options.SecretKey is null && isFirstStart ? ApiKey.Create(KeyKind.Secret) : null;
        if ((options.SecretKey ?? made) is { } secretKey)
            await EnsureAsync(site, KeyKind.Secret, KeyScopes.Site | KeyScopes.Instance, secretKey, cancellationToken);
        return new FirstSite(site.Name, known ? writeKey : null, made);
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
