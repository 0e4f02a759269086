using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.SetAside;
using Tracking.Infrastructure.Store.Sqlite;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Bus;

/// <summary>A database without room: what it refuses is no event's fault.</summary>
public sealed class FullDatabaseTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tracking-full-");
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Room room = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        services.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task While_there_is_no_room_nothing_is_set_aside_and_once_there_is_all_is_stored()
    {
        var contexts = new Contexts(Path.Combine(folder.FullName, "tracking.db"), room);
        await using var db = contexts.CreateDbContext();
        await db.Database.MigrateAsync();
        db.Sites.Add(new SiteRow { Name = "shop", Settings = "{}", CreatedAtMs = 0 });
        await db.SaveChangesAsync();
        room.Pages = (await db.Database.SqlQueryRaw<long>("SELECT page_count AS Value FROM pragma_page_count").SingleAsync()) + 4;
        var writer = new EventWriter(contexts, TimeProvider.System);
        var splitting = new SplittingWriter(
            writer, new SetAsideEvents(contexts, writer, TimeProvider.System), new BusMetrics(services.GetRequiredService<IMeterFactory>()),
            NullLogger<SplittingWriter>.Instance);

        var stored = 0;
        await Should.ThrowAsync<SqliteException>(async () =>
        {
            for (; stored < 400; stored++)
                await splitting.StoreAsync([Batch(stored)], CancellationToken.None);
        });
        (await db.SetAside.CountAsync()).ShouldBe(0);

        room.Pages = long.MaxValue >> 32;
        await splitting.StoreAsync([Batch(stored)], CancellationToken.None);
        (await db.Events.CountAsync()).ShouldBe(stored + 1);
    }

    private static EventBatch Batch(int number) => new(
        Guid.CreateVersion7(),
        [TestEvents.PageView(TestEvents.Header(new Site(1, "shop", new SiteSettings()), $"m{number}", TimeSpan.FromSeconds(number), $"visitor {number}"))],
        [],
        []);

    private sealed class Contexts(string path, Room room) : IDbContextFactory<TrackingContext>
    {
        public TrackingContext CreateDbContext() => new SqliteTrackingContext(
            new DbContextOptionsBuilder<SqliteTrackingContext>().UseSqlite($"Data Source={path}").AddInterceptors(room).Options);
    }

    /// <summary>Gives the database so many pages.</summary>
    private sealed class Room : DbConnectionInterceptor
    {
        public long Pages { get; set; } = 1_000_000;

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA max_page_count={Pages}";
            command.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
