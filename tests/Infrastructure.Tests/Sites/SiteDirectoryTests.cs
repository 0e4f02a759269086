using System.Data.Common;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Sites;

/// <summary>What one process changes, another knows after its next look.</summary>
public sealed class SiteDirectoryTests : IAsyncLifetime
{
    private readonly SharedStore shared = new();
    private SiteDirectory here = null!;
    private SiteDirectory there = null!;
    private SiteAdministration administration = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => shared.RemoveAsync();

    [Theory, OnSqlite, OnSqlServer]
    public async Task Nothing_is_known_before_the_first_site_is_made_and_looked_at(StoreKind kind)
    {
        await OnAsync(kind);
        await there.RefreshAsync(CancellationToken.None);
        there.IsLoaded.ShouldBeFalse();
        await administration.CreateAsync("shop", new SiteSettings(), [], CancellationToken.None);
        there.IsLoaded.ShouldBeFalse();
        await there.RefreshAsync(CancellationToken.None);

        there.IsLoaded.ShouldBeTrue();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_new_site_is_known_here_at_once_and_there_after_a_look(StoreKind kind)
    {
        await OnAsync(kind);
        await there.RefreshAsync(CancellationToken.None);
        var site = await administration.CreateAsync("shop", new SiteSettings { Timezone = "America/Sao_Paulo" }, [], CancellationToken.None);

        here.TryGetSite("shop", out _).ShouldBeTrue();
        there.TryGetSite("shop", out _).ShouldBeFalse();
        await there.RefreshAsync(CancellationToken.None);
        there.TryGetSite("shop", out var known).ShouldBeTrue();
        (known!.Id, known.Settings.Timezone).ShouldBe((site!.Id, "America/Sao_Paulo"));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_changed_setting_is_known_there_after_a_look(StoreKind kind)
    {
        await OnAsync(kind);
        await administration.CreateAsync("shop", new SiteSettings(), [], CancellationToken.None);
        await there.RefreshAsync(CancellationToken.None);
        await administration.UpdateAsync("shop", settings => settings with { ConsentMode = ConsentMode.OptOut }, CancellationToken.None);
        await there.RefreshAsync(CancellationToken.None);

        there.Sites.Single().Settings.ConsentMode.ShouldBe(ConsentMode.OptOut);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_new_key_is_known_there_after_a_look(StoreKind kind)
    {
        await OnAsync(kind);
        var site = (await administration.CreateAsync("shop", new SiteSettings(), [], CancellationToken.None))!;
        await there.RefreshAsync(CancellationToken.None);
        var added = await administration.AddKeyAsync(site, KeyKind.Secret, KeyScopes.Reports, "BI", "hash", CancellationToken.None);
        await there.RefreshAsync(CancellationToken.None);

        there.TryGetKey("hash", out var key, out var owner).ShouldBeTrue();
        (key, owner!.Name).ShouldBe((added, "shop"));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_revoked_key_is_unknown_there_after_a_look(StoreKind kind)
    {
        await OnAsync(kind);
        var site = (await administration.CreateAsync("shop", new SiteSettings(), [], CancellationToken.None))!;
        var key = (await administration.AddKeyAsync(site, KeyKind.Write, KeyScopes.Collect, "web", "hash", CancellationToken.None))!;
        await there.RefreshAsync(CancellationToken.None);
        await administration.RevokeKeyAsync(site, key.Id, CancellationToken.None);
        await there.RefreshAsync(CancellationToken.None);

        there.TryGetKey("hash", out _, out _).ShouldBeFalse();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_deleted_site_and_its_keys_are_unknown_there_after_a_look(StoreKind kind)
    {
        await OnAsync(kind);
        var site = (await administration.CreateAsync("shop", new SiteSettings(), [], CancellationToken.None))!;
        await administration.AddKeyAsync(site, KeyKind.Write, KeyScopes.Collect, "web", "hash", CancellationToken.None);
        await there.RefreshAsync(CancellationToken.None);
        await administration.DeleteAsync("shop", CancellationToken.None);
        await there.RefreshAsync(CancellationToken.None);

        there.TryGetSite("shop", out _).ShouldBeFalse();
        there.TryGetKey("hash", out _, out _).ShouldBeFalse();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_name_of_a_deleted_site_is_free_again(StoreKind kind)
    {
        await OnAsync(kind);
        var first = await administration.CreateAsync("shop", new SiteSettings(), [], CancellationToken.None);
        await administration.DeleteAsync("shop", CancellationToken.None);
        var second = await administration.CreateAsync("shop", new SiteSettings(), [], CancellationToken.None);

        second!.Id.ShouldNotBe(first!.Id);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Of_several_processes_that_make_one_site_at_once_one_does(StoreKind kind)
    {
        await OnAsync(kind);
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            new SiteAdministration(shared.Process(), new SiteDirectory(shared.Process()), TimeProvider.System)
                .CreateAsync("shop", new SiteSettings(), [], CancellationToken.None))));

        made.Count(site => site is not null).ShouldBe(1);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task While_the_store_is_away_what_was_known_stays_known(StoreKind kind)
    {
        await OnAsync(kind);
        await administration.CreateAsync("shop", new SiteSettings(), [], CancellationToken.None);
        var store = shared.ProcessThatLosesIt();
        var directory = new SiteDirectory(store);
        await directory.RefreshAsync(CancellationToken.None);
        store.IsAway = true;
        await Should.ThrowAsync<DbException>(() => directory.RefreshAsync(CancellationToken.None));

        directory.TryGetSite("shop", out _).ShouldBeTrue();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_an_earlier_process_read_is_known_until_the_store_is_read_whatever_its_version(StoreKind kind)
    {
        await OnAsync(kind);
        await administration.CreateAsync("now", new SiteSettings(), [], CancellationToken.None);
        there.Restore(
            DateTimeOffset.UnixEpoch,
            [new Site(8, "then", new SiteSettings())],
            [new SiteKey(1, 8, KeyKind.Write, KeyScopes.Collect, "web", "old", DateTimeOffset.UnixEpoch)]);
        var before = (there.IsLoaded, there.TryGetKey("old", out _, out var site), site?.Name, there.RestoredFrom);
        await there.RefreshAsync(CancellationToken.None);

        before.ShouldBe((true, true, "then", DateTimeOffset.UnixEpoch));
        (there.TryGetKey("old", out _, out _), there.TryGetSite("then", out _), there.TryGetSite("now", out _), there.RestoredFrom)
            .ShouldBe((false, false, true, null));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_was_read_of_the_store_is_not_given_up_for_what_an_earlier_process_read(StoreKind kind)
    {
        await OnAsync(kind);
        await administration.CreateAsync("now", new SiteSettings(), [], CancellationToken.None);
        await there.RefreshAsync(CancellationToken.None);
        there.Restore(DateTimeOffset.UnixEpoch, [], []);

        there.TryGetSite("now", out _).ShouldBeTrue();
    }

    private async Task OnAsync(StoreKind kind)
    {
        await shared.OnAsync(kind);
        here = new SiteDirectory(shared.Process());
        there = new SiteDirectory(shared.Process());
        administration = new SiteAdministration(shared.Process(), here, TimeProvider.System);
    }
}
