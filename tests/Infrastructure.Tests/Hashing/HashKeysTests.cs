using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tracking.Application.Collect;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Hashing;

public sealed class HashKeysTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 17, 12, 0, 0, TimeSpan.Zero);
    private static readonly CookielessDay Today = new(new DateOnly(2026, 5, 17), IsHistory: false);
    private static readonly CookielessDay HistoryOfToday = Today with { IsHistory = true };
    private static readonly TimeSpan UntilDestroyed = TimeSpan.FromHours(13);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider time = new(Noon);
    private readonly SharedStore shared = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => shared.RemoveAsync();

    [Theory, OnSqlite, OnSqlServer]
    public async Task Processes_that_start_at_once_share_key_and_salt(StoreKind kind)
    {
        await shared.OnAsync(kind);
        var processes = Enumerable.Range(0, 4).Select(_ => NewProcess()).ToList();
        await Task.WhenAll(processes.Select(process => Task.Run(() => process.LoadAsync(CancellationToken.None))));

        processes.Select(process => Convert.ToHexString(process.Installation)).Distinct().ShouldHaveSingleItem();
        (await Task.WhenAll(processes.Select(process => SaltAsync(process, Today)))).Distinct().ShouldHaveSingleItem();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_process_that_starts_later_takes_what_is_there(StoreKind kind)
    {
        await shared.OnAsync(kind);
        var first = await LoadedAsync();
        var second = await LoadedAsync();

        second.Installation.SequenceEqual(first.Installation).ShouldBeTrue();
        (await SaltAsync(second, Today)).ShouldBe(await SaltAsync(first, Today));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Days_and_history_have_salts_of_their_own(StoreKind kind)
    {
        await shared.OnAsync(kind);
        var process = await LoadedAsync();

        new[]
        {
            await SaltAsync(process, Today), await SaltAsync(process, HistoryOfToday),
            await SaltAsync(process, Today with { Day = Today.Day.AddDays(1) }),
        }.ShouldBeUnique();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Nothing_is_hashed_before_the_key_is_loaded(StoreKind kind)
    {
        await shared.OnAsync(kind);

        Should.Throw<InvalidOperationException>(() => NewProcess().Installation.Length);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_salt_is_kept_until_an_hour_after_its_day(StoreKind kind)
    {
        await shared.OnAsync(kind);
        var process = await LoadedAsync();
        time.Advance(UntilDestroyed - Instant);
        await process.DestroyAsync(CancellationToken.None);

        (await StoredAsync(Today)).ShouldBeTrue();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_salt_is_destroyed_an_hour_after_its_day(StoreKind kind)
    {
        await shared.OnAsync(kind);
        var process = await LoadedAsync();
        time.Advance(UntilDestroyed);
        await process.DestroyAsync(CancellationToken.None);

        (await StoredAsync(Today)).ShouldBeFalse();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_destroyed_salt_is_in_no_process_memory_either(StoreKind kind)
    {
        await shared.OnAsync(kind);
        var process = await LoadedAsync();
        var salt = await SaltAsync(process, Today);
        time.Advance(UntilDestroyed);
        await process.LoadAsync(CancellationToken.None);
        await process.DestroyAsync(CancellationToken.None);

        (await SaltAsync(process, Today)).ShouldNotBe(salt);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task While_the_store_is_away_for_days_each_day_has_a_salt_of_its_own(StoreKind kind)
    {
        await shared.OnAsync(kind);
        var (process, _) = await ProcessThatLostItsStoreAsync();
        var salts = new List<string>();
        for (var day = Today; day.Day < Today.Day.AddDays(5); day = day with { Day = day.Day.AddDays(1) })
        {
            salts.Add(await SaltAsync(process, day));
            (await SaltAsync(process, day)).ShouldBe(salts[^1]);
            time.Advance(TimeSpan.FromDays(1));
            await Should.ThrowAsync<Exception>(() => process.LoadAsync(CancellationToken.None));
        }

        salts.ShouldBeUnique();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_salt_of_this_process_alone_is_forgotten_an_hour_after_its_day_also_while_the_store_is_away(StoreKind kind)
    {
        await shared.OnAsync(kind);
        var (process, _) = await ProcessThatLostItsStoreAsync();
        time.Advance(TimeSpan.FromDays(3));
        var day = Today with { Day = Today.Day.AddDays(3) };
        var salt = await SaltAsync(process, day);
        time.Advance(UntilDestroyed - Instant);
        await Should.ThrowAsync<Exception>(() => process.LoadAsync(CancellationToken.None));
        var before = await SaltAsync(process, day);
        time.Advance(Instant);
        await Should.ThrowAsync<Exception>(() => process.LoadAsync(CancellationToken.None));

        (before == salt, await SaltAsync(process, day) == salt).ShouldBe((true, false));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Once_the_store_is_back_the_salt_that_served_is_shared_by_all(StoreKind kind)
    {
        await shared.OnAsync(kind);
        var (process, store) = await ProcessThatLostItsStoreAsync();
        time.Advance(TimeSpan.FromDays(3));
        var day = Today with { Day = Today.Day.AddDays(3) };
        var salt = await SaltAsync(process, day);
        store.IsAway = false;
        await process.LoadAsync(CancellationToken.None);

        (await SaltAsync(process, day)).ShouldBe(salt);
        (await SaltAsync(await LoadedAsync(), day)).ShouldBe(salt);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Once_the_store_is_back_a_salt_that_is_there_takes_the_place_of_this_processs_own(StoreKind kind)
    {
        await shared.OnAsync(kind);
        var (process, store) = await ProcessThatLostItsStoreAsync();
        time.Advance(TimeSpan.FromDays(3));
        var day = Today with { Day = Today.Day.AddDays(3) };
        var own = await SaltAsync(process, day);
        var others = await SaltAsync(await LoadedAsync(), day);
        store.IsAway = false;
        await process.LoadAsync(CancellationToken.None);

        others.ShouldNotBe(own);
        (await SaltAsync(process, day)).ShouldBe(others);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_restored_key_serves_until_the_stores_own_is_read(StoreKind kind)
    {
        await shared.OnAsync(kind);
        var stored = Convert.ToHexString((await LoadedAsync()).Installation);
        var restored = new byte[32];
        var process = NewProcess();
        process.Restore(restored);
        var before = Convert.ToHexString(process.Installation);
        await process.LoadAsync(CancellationToken.None);

        (before, Convert.ToHexString(process.Installation)).ShouldBe((Convert.ToHexString(restored), stored));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_salt_of_history_is_kept_for_30_days_after_its_last_use(StoreKind kind)
    {
        await shared.OnAsync(kind);
        await SaltAsync(NewProcess(), HistoryOfToday);
        time.Advance(TimeSpan.FromDays(20));
        await SaltAsync(NewProcess(), HistoryOfToday);
        time.Advance(TimeSpan.FromDays(30) - Instant);
        await NewProcess().DestroyAsync(CancellationToken.None);
        var before = await StoredAsync(HistoryOfToday);
        time.Advance(Instant);
        await NewProcess().DestroyAsync(CancellationToken.None);

        (before, await StoredAsync(HistoryOfToday)).ShouldBe((true, false));
    }

    [Fact]
    public async Task A_destroyed_salt_is_in_no_file_of_the_data_folder_whatever_else_takes_long()
    {
        await shared.OnAsync(StoreKind.Sqlite);
        var process = await LoadedAsync();
        var salt = await process.SaltAsync(Today, CancellationToken.None);
        (await shared.FilesWithAsync(salt)).ShouldNotBeEmpty();
        time.Advance(UntilDestroyed);

        // By itself: no erasure of a site is before it.
        using var destruction = new SaltDestruction(shared.Process(), process, time, NullLogger<SaltDestruction>.Instance);
        await destruction.StartAsync(CancellationToken.None);
        for (var patience = 0; patience < 200 && (await shared.FilesWithAsync(salt)).Count > 0; patience++)
            await Task.Delay(50);
        await destruction.StopAsync(CancellationToken.None);

        (await shared.FilesWithAsync(salt)).ShouldBeEmpty();
    }

    /// <summary>It has the salts of today and tomorrow.</summary>
    private async Task<(HashKeys Process, AwayStore Store)> ProcessThatLostItsStoreAsync()
    {
        var store = shared.ProcessThatLosesIt();
        var process = new HashKeys(store, time);
        await process.LoadAsync(CancellationToken.None);
        store.IsAway = true;
        return (process, store);
    }

    private HashKeys NewProcess() => new(shared.Process(), time);

    private async Task<HashKeys> LoadedAsync()
    {
        var process = NewProcess();
        await process.LoadAsync(CancellationToken.None);
        return process;
    }

    private static async Task<string> SaltAsync(HashKeys process, CookielessDay day) =>
        Convert.ToHexString(await process.SaltAsync(day, CancellationToken.None));

    private async Task<bool> StoredAsync(CookielessDay day)
    {
        await using var db = await shared.Process().CreateDbContextAsync();
        return await db.DailySalts.AnyAsync(row => row.DayNumber == day.Day.DayNumber && row.IsHistory == day.IsHistory);
    }
}
