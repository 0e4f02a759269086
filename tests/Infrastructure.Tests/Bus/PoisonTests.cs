using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Application.Operation;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Intake;
using Tracking.Infrastructure.Store.SetAside;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Bus;

/// <summary>An event that the database refuses holds up none of the others, and is stored once the cause is gone.</summary>
[Collection(StoreTests.Name)]
public sealed class PoisonTests(TestStores stores) : IDisposable
{
    private const string Poison = "poison";
    private const int Many = 10_000;

    private readonly ServiceProvider metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose() => metrics.Dispose();

    [Theory, OnSqlite, OnSqlServer]
    public async Task Of_10_000_events_one_is_set_aside_with_its_reason_and_stored_by_a_replay(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        var batches = Enumerable.Range(0, Many).Select(number => Event(site, number == 4_711 ? Poison : $"{number}", number))
            .Chunk(500).Select(events => Batch(site, events)).ToList();
        await using (await RefusalAsync(store, kind))
        {
            foreach (var some in batches.Chunk(8))
                await Writer(store).StoreAsync(some, CancellationToken.None);

            (await StoredAsync(store, site)).Count.ShouldBe(Many - 1);
            (await ListedAsync(store, site)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                one => one.Type.ShouldBe("page_view"),
                one => one.Reason.ShouldContain("refused", Case.Insensitive),
                one => one.Reason.ShouldNotContain(Poison));
            (await AsideOf(store).ReplayAsync(deletes: false, new Progress<ReplaySummary>(), CancellationToken.None)).ShouldBe(new ReplaySummary(0, 1));
        }

        (await AsideOf(store).ReplayAsync(deletes: false, new Progress<ReplaySummary>(), CancellationToken.None)).ShouldBe(new ReplaySummary(1, 0));
        (await StoredAsync(store, site)).Order().ShouldBe(Enumerable.Range(0, Many).Select(number => number == 4_711 ? Poison : $"{number}").Order());
        (await ListedAsync(store, site)).ShouldBeEmpty();
        await using var db = store.CreateDbContext();
        (await db.IntakeCounts.Where(row => row.SiteId == site.Id).OrderBy(row => row.Kind)
            .Select(row => $"{row.Kind} {row.Count}").ToListAsync()).ShouldBe([$"Accepted {Many}", $"Dropped {batches.Count}"]);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_batch_that_comes_again_after_it_was_split_changes_nothing(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        var batch = Batch(site, [Event(site, "good", 0), Event(site, Poison, 1), Event(site, "better", 2)]);
        await using (await RefusalAsync(store, kind))
        {
            await Writer(store).StoreAsync([batch], CancellationToken.None);
            await Writer(store).StoreAsync([batch], CancellationToken.None);
        }

        (await StoredAsync(store, site)).Order().ShouldBe(["better", "good"]);
        (await ListedAsync(store, site)).ShouldHaveSingleItem();
        await using var db = store.CreateDbContext();
        (await db.IntakeCounts.Where(row => row.SiteId == site.Id).OrderBy(row => row.Kind)
            .Select(row => $"{row.Kind} {row.Count}").ToListAsync()).ShouldBe(["Accepted 2", "Dropped 1"]);
        await db.SetAside.Where(row => row.SiteId == site.Id).ExecuteDeleteAsync();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task After_an_end_in_the_middle_of_a_split_what_was_stored_is_counted_once(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        var batches = Enumerable.Range(0, 3).Select(number => Batch(
            site, [.. Enumerable.Range(0, 20).Select(one => Event(site, number == 1 && one == 13 ? Poison : $"{number} {one}", one))])).ToList();
        await using (await RefusalAsync(store, kind))
        {
            // It ends one transaction later each time; then the bus brings the batches again, together with another.
            for (var transactions = 1; transactions < 20; transactions++)
            {
                using var end = new CancellationTokenSource();
                var ending = new EndsInTheMiddle(store, transactions, end);
                await ((Task)Writer(ending).StoreAsync(transactions % 2 == 0 ? batches : [.. batches.Skip(1)], end.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }

            await Writer(store).StoreAsync(batches, CancellationToken.None);
        }

        (await StoredAsync(store, site)).Count.ShouldBe(59);
        (await ListedAsync(store, site)).ShouldHaveSingleItem();
        await using var db = store.CreateDbContext();
        (await db.IntakeCounts.Where(row => row.SiteId == site.Id).OrderBy(row => row.Kind)
            .Select(row => $"{row.Kind} {row.Count}").ToListAsync()).ShouldBe(["Accepted 59", "Dropped 3"]);
        await db.SetAside.Where(row => row.SiteId == site.Id).ExecuteDeleteAsync();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_replay_that_ended_between_storing_and_letting_go_counts_the_event_once(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        await AsideOf(store).AddAsync(Event(site, "m", 0), new InvalidOperationException(), CancellationToken.None);
        await using var db = store.CreateDbContext();
        var row = await db.SetAside.AsNoTracking().SingleAsync(one => one.SiteId == site.Id);
        await AsideOf(store).ReplayAsync(deletes: false, new Progress<ReplaySummary>(), CancellationToken.None);
        db.SetAside.Add(row);
        await db.SaveChangesAsync();

        (await AsideOf(store).ReplayAsync(deletes: false, new Progress<ReplaySummary>(), CancellationToken.None)).ShouldBe(new ReplaySummary(1, 0));
        (await StoredAsync(store, site)).ShouldBe(["m"]);
        (await db.IntakeCounts.Where(one => one.SiteId == site.Id).Select(one => $"{one.Kind} {one.Count}").ToListAsync()).ShouldBe(["Accepted 1"]);
    }

    [Theory, OnSqlite]
    public async Task A_replay_that_deletes_lets_go_of_what_the_database_refuses_and_of_nothing_while_that_has_trouble_or_is_of_another_release(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        var aside = AsideOf(store);
        await using (await RefusalAsync(store, kind))
        {
            foreach (var id in (string[])[Poison, "good"])
                await aside.AddAsync(Event(site, id, 0), new InvalidOperationException(), CancellationToken.None);
            await aside.AddAsync(System.Text.Encoding.UTF8.GetBytes(OfALaterRelease(site)), "It cannot be read.", CancellationToken.None);
            var troubled = new SetAsideEvents(store, new EventWriter(new Full(), TimeProvider.System), TimeProvider.System);
            await Should.ThrowAsync<SqliteException>(() => troubled.ReplayAsync(deletes: true, new Progress<ReplaySummary>(), CancellationToken.None));
            await using (var db = store.CreateDbContext())
            {
                await db.Database.ExecuteSqlRawAsync("UPDATE __EFMigrationsHistory SET MigrationId = 'not ' || MigrationId");
                await Should.ThrowAsync<IOException>(() => aside.ReplayAsync(deletes: true, new Progress<ReplaySummary>(), CancellationToken.None));
                await db.Database.ExecuteSqlRawAsync("UPDATE __EFMigrationsHistory SET MigrationId = substr(MigrationId, 5)");
            }

            (await ListedAsync(store, site)).Count.ShouldBe(3);
            (await aside.ReplayAsync(deletes: true, new Progress<ReplaySummary>(), CancellationToken.None)).ShouldBe(new ReplaySummary(1, 0, 2));
        }

        (await ListedAsync(store, site)).ShouldBeEmpty();
        (await StoredAsync(store, site)).ShouldBe(["good"]);
    }

    [Theory, OnSqlite]
    public async Task A_line_that_cannot_be_read_is_set_aside_and_its_neighbours_are_stored(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        byte[] bytes =
        [
            .. EventBatchFormat.Head(Guid.CreateVersion7()), .. EventBatchFormat.Lines([Event(site, "before", 0)]),
            .. System.Text.Encoding.UTF8.GetBytes(OfALaterRelease(site) + "\n"), .. EventBatchFormat.Lines([Event(site, "after", 1)]),
        ];
        await Writer(store).StoreAsync(EventBatchFormat.ReadAll(bytes), CancellationToken.None);

        (await StoredAsync(store, site)).Order().ShouldBe(["after", "before"]);
        await using var db = store.CreateDbContext();
        var aside = await db.SetAside.Where(row => row.SiteId == site.Id).SingleAsync();
        aside.Reason.ShouldBe("It cannot be read (InvalidDataException).");
        System.Text.Encoding.UTF8.GetString(aside.Line).ShouldBe(OfALaterRelease(site));
        await db.SetAside.Where(row => row.SiteId == site.Id).ExecuteDeleteAsync();
    }

    [Theory, OnSqlite]
    public async Task A_reason_quotes_nothing_of_the_event(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        await AsideOf(store).AddAsync(
            Event(site, "m", 0), new InvalidOperationException("String would be truncated in 'Page'. Truncated value: 'o'brien@mail.example'."), CancellationToken.None);

        (await ListedAsync(store, site)).ShouldHaveSingleItem().Reason.ShouldBe("InvalidOperationException: String would be truncated in");
        await using var db = store.CreateDbContext();
        await db.SetAside.Where(row => row.SiteId == site.Id).ExecuteDeleteAsync();
    }

    private static string OfALaterRelease(Site site) =>
        $$"""{"type":"of a later release","event":{"header":{"siteId":{{site.Id}} } } }""";

    [Theory, OnSqlite]
    public async Task While_the_database_does_not_work_nothing_is_set_aside(StoreKind kind)
    {
        var (store, site) = await NewAsync(kind);
        await using (var db = store.CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE Sites RENAME TO Gone");
            await Should.ThrowAsync<Exception>(() => Writer(store).StoreAsync([Batch(site, [Event(site, "m", 0)])], CancellationToken.None));
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE Gone RENAME TO Sites");
        }

        (await ListedAsync(store, site)).ShouldBeEmpty();
    }

    private static EventBatch Batch(Site site, IReadOnlyList<CollectedEvent> events) =>
        new(Guid.CreateVersion7(), events, [new IntakeCount(site.Id, 0, IntakeKind.Dropped, "NoConsent", 1)], []);

    private static PageViewed Event(Site site, string messageId, int number) =>
        TestEvents.PageView(TestEvents.Header(site, messageId, TimeSpan.FromSeconds(number), $"visitor {number % 700}"));

    private static SetAsideEvents AsideOf(IDbContextFactory<TrackingContext> store) => new(store, new EventWriter(store, TimeProvider.System), TimeProvider.System);

    private SplittingWriter Writer(IDbContextFactory<TrackingContext> store) => new(
        new EventWriter(store, TimeProvider.System), AsideOf(store), new BusMetrics(metrics.GetRequiredService<IMeterFactory>()),
        NullLogger<SplittingWriter>.Instance);

    private async Task<(TestStore Store, Site Site)> NewAsync(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        return (store, await store.NewSiteAsync());
    }

    private static async Task<List<string>> StoredAsync(TestStore store, Site site)
    {
        await using var db = store.CreateDbContext();
        return await db.Events.Where(row => row.SiteId == site.Id).Select(row => row.MessageId).ToListAsync();
    }

    private static async Task<List<SetAsideEvent>> ListedAsync(TestStore store, Site site) =>
        await AsideOf(store).ListAsync(CancellationToken.None).Where(one => one.Site == site.Name).ToListAsync();

    /// <summary>Lets the database refuse the poison, until disposed of.</summary>
    private static async Task<IAsyncDisposable> RefusalAsync(TestStore store, StoreKind kind)
    {
        var (begin, end) = kind == StoreKind.Sqlite
            ? ("CREATE TRIGGER poison BEFORE INSERT ON Events WHEN NEW.MessageId = 'poison' BEGIN SELECT RAISE(ABORT, 'refused'); END",
                "DROP TRIGGER poison")
            : ("ALTER TABLE Events ADD CONSTRAINT refused CHECK (MessageId <> 'poison')", "ALTER TABLE Events DROP CONSTRAINT refused");
        await using var db = store.CreateDbContext();
        await db.Database.ExecuteSqlRawAsync(begin);
        return new End(store, end);
    }

    /// <summary>A database without room.</summary>
    private sealed class Full : IDbContextFactory<TrackingContext>
    {
        public TrackingContext CreateDbContext() => throw new SqliteException("database or disk is full", 13);
    }

    /// <summary>A process that ends after so many contexts, which is after so many transactions or refusals.</summary>
    private sealed class EndsInTheMiddle(TestStore store, int contexts, CancellationTokenSource end) : IDbContextFactory<TrackingContext>
    {
        private int left = contexts;

        public TrackingContext CreateDbContext()
        {
            if (left-- == 0)
                end.Cancel();
            end.Token.ThrowIfCancellationRequested();
            return store.CreateDbContext();
        }
    }

    private sealed class End(TestStore store, string sql) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using var db = store.CreateDbContext();
            await db.Database.ExecuteSqlRawAsync(sql);
        }
    }
}
