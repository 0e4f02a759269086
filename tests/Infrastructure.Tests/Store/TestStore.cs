using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Sqlite;
using Tracking.Infrastructure.Store.SqlServer;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>The stores of a test run, each made when a test first asks for it.</summary>
public sealed class TestStores : IAsyncLifetime
{
    private readonly Dictionary<StoreKind, TestStore> stores = [];

    internal async Task<TestStore> OfAsync(StoreKind kind)
    {
        if (!stores.TryGetValue(kind, out var store))
            stores[kind] = store = kind == StoreKind.Sqlite ? await TestStore.OnSqliteAsync() : await TestStore.OnSqlServerAsync();
        return store;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var store in stores.Values)
            await store.DisposeAsync();
    }
}

/// <summary>The tests that share <see cref="TestStores"/>; each test has sites of its own.</summary>
[CollectionDefinition(Name)]
public sealed class StoreTests : ICollectionFixture<TestStores>
{
    public const string Name = "Store";
}

/// <summary>An empty store, migrated, and the handlers over it.</summary>
internal sealed class TestStore : IAsyncDisposable, IDbContextFactory<TrackingContext>
{
    private readonly Func<TrackingContext> create;
    private readonly Func<Task> remove;
    private readonly ServiceProvider services;
    private int sites;

    private TestStore(Func<TrackingContext> create, Func<Task> remove)
    {
        this.create = create;
        this.remove = remove;
        services = new ServiceCollection()
            .AddSingleton<IDbContextFactory<TrackingContext>>(this)
            .AddApplication(typeof(TrackingContext).Assembly)
            .BuildServiceProvider();
        Mediator = services.GetRequiredService<IMediator>();
    }

    public IMediator Mediator { get; }

    public static async Task<TestStore> OnSqliteAsync()
    {
        var directory = Directory.CreateTempSubdirectory("tracking-tests-");
        var options = new DbContextOptionsBuilder<SqliteTrackingContext>()
            .UseSqlite($"Data Source={Path.Combine(directory.FullName, "tracking.db")};Pooling=False").Options;
        var store = new TestStore(() => new SqliteTrackingContext(options), () =>
        {
            directory.Delete(recursive: true);
            return Task.CompletedTask;
        });
        await store.MigrateAsync();
        return store;
    }

    public static async Task<TestStore> OnSqlServerAsync()
    {
        var (connection, remove) = await SqlServerForTests.CreateDatabaseAsync();
        var options = new DbContextOptionsBuilder<SqlServerTrackingContext>().UseSqlServer(connection).Options;
        var store = new TestStore(() => new SqlServerTrackingContext(options), remove);
        await store.MigrateAsync();
        return store;
    }

    /// <summary>A site that no other test uses.</summary>
    public int NewSite() => Interlocked.Increment(ref sites);

    public TrackingContext CreateDbContext() => create();

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await remove();
    }

    private async Task MigrateAsync()
    {
        await using var db = create();
        await db.Database.MigrateAsync();
        if (db.Database.IsSqlite())
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
    }
}
