using System.Data.Common;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application;
using Tracking.Application.Collect;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Sites;
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
    private readonly StoreKind kind;
    private readonly string connection;

    private TestStore(StoreKind kind, string connection, Func<TrackingContext> create, Func<Task> remove)
    {
        (this.kind, this.connection) = (kind, connection);
        this.create = create;
        this.remove = remove;
        services = new ServiceCollection()
            .AddSingleton<IDbContextFactory<TrackingContext>>(this)
            .AddApplication(typeof(TrackingContext).Assembly)
            .AddSingleton<IHashKeys>(new TestKeys())
            .BuildServiceProvider();
        Mediator = services.GetRequiredService<IMediator>();
    }

    public IMediator Mediator { get; }

    public static async Task<TestStore> OnSqliteAsync()
    {
        var directory = Directory.CreateTempSubdirectory("tracking-tests-");
        var connection = $"Data Source={Path.Combine(directory.FullName, "tracking.db")}";
        var options = new DbContextOptionsBuilder<SqliteTrackingContext>().UseSqlite(connection).AddInterceptors(new NoSync()).Options;
        var store = new TestStore(StoreKind.Sqlite, connection, () => new SqliteTrackingContext(options), () =>
        {
            SqliteConnection.ClearAllPools();
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
        var store = new TestStore(StoreKind.SqlServer, connection, () => new SqlServerTrackingContext(options), remove);
        await store.MigrateAsync();
        return store;
    }

    /// <summary>A site that no other test uses.</summary>
    public async Task<Site> NewSiteAsync()
    {
        var name = $"site-{Guid.CreateVersion7():N}";
        await using var db = create();
        var row = new SiteRow { Name = name, Settings = "{}", CreatedAtMs = 0 };
        db.Sites.Add(row);
        await db.SaveChangesAsync();
        return new Site(row.Id, name, new SiteSettings());
    }

    /// <summary>What a worker process of its own stores with: registered as the program does it, with pools of contexts and connections that no other has.</summary>
    public ServiceProvider NewWorker(int number) => new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddStore(
            new StorageOptions { Provider = kind == StoreKind.Sqlite ? StorageProvider.Sqlite : StorageProvider.SqlServer },
            new DataOptions(),
            // Connections are pooled by these words.
            kind == StoreKind.Sqlite ? $"{connection};Default Timeout={30 + number}" : $"{connection};Application Name=worker-{number}")
        .BuildServiceProvider();

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
    }

    // What a test stores need not survive a power cut.
    private sealed class NoSync : DbConnectionInterceptor
    {
        public override async Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
