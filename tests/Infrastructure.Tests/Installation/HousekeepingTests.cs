using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Infrastructure.Installation;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Intake;
using Tracking.Infrastructure.Store.Sqlite;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Installation;

public sealed class HousekeepingTests
{
    [Fact]
    public async Task That_no_more_user_agents_are_kept_is_told_once_and_again_when_it_comes_again()
    {
        await using var store = await TestStore.OnSqliteAsync();
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var told = new Told();
        using var housekeeping = new Housekeeping(
            store, new SiteErasure(store, TimeProvider.System, NullLogger<SiteErasure>.Instance), new StoreMetrics(meters), TimeProvider.System, told);
        foreach (var (kept, lines) in new[] { (99_999, 0), (100_000, 1), (100_000, 1), (7, 1), (100_000, 2) })
        {
            await using (var db = store.CreateDbContext())
            {
                await db.Numbers.Where(row => row.Name == NumberRow.UserAgents).ExecuteUpdateAsync(set => set.SetProperty(row => row.Value, kept));
            }

            await housekeeping.RunAsync(CancellationToken.None);

            told.Warnings.ShouldBe(lines, $"{kept}");
            Read(meters).ShouldBe(kept);
        }
    }

    [Fact]
    public async Task Message_ids_are_forgotten_a_slice_at_a_time_those_of_one_millisecond_together_and_no_other()
    {
        using var folder = new FolderOfStore();
        await using var db = folder.CreateDbContext();
        await db.Database.MigrateAsync();
        await using (await db.Database.BeginTransactionAsync())
        {
            // All of one second; 20 each millisecond.
            await db.Bulk.AddAsync([.. Enumerable.Range(0, 20_000).Select(number => Key(number / 20)), Key(null), Key(long.MaxValue)], CancellationToken.None);
            await db.Database.CommitTransactionAsync();
        }

        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var housekeeping = new Housekeeping(
            folder, new SiteErasure(folder, TimeProvider.System, NullLogger<SiteErasure>.Instance), new StoreMetrics(services.GetRequiredService<IMeterFactory>()),
            TimeProvider.System, NullLogger<Housekeeping>.Instance);
        await housekeeping.RunAsync(CancellationToken.None);

        (await db.MessageKeys.Select(row => row.ForgetAtMs).ToListAsync()).ShouldBe([null, long.MaxValue], ignoreOrder: true);
        folder.Deleted.Sum().ShouldBe(20_000);
        folder.Deleted.Max().ShouldBeLessThanOrEqualTo(5_020);
    }

    private static MessageKeyRow Key(long? forgetAtMs) => new() { SiteId = 1, MessageKey = Guid.CreateVersion7(), ForgetAtMs = forgetAtMs };

    private static long Read(IMeterFactory meters)
    {
        long read = -1;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name == "tracking.user_agents.kept")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => read = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return read;
    }

    private sealed class Told : ILogger<Housekeeping>
    {
        public int Warnings { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Warnings += logLevel == LogLevel.Warning ? 1 : 0;
    }

    /// <summary>A store that notes how many message keys each statement deletes.</summary>
    private sealed class FolderOfStore : DbCommandInterceptor, IDbContextFactory<TrackingContext>, IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tracking-tests-");

        public List<int> Deleted { get; } = [];

        public TrackingContext CreateDbContext() => new SqliteTrackingContext(new DbContextOptionsBuilder<SqliteTrackingContext>()
            .UseSqlite($"Data Source={Path.Combine(folder.FullName, "tracking.db")}").AddInterceptors(this).Options);

        public override ValueTask<int> NonQueryExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.StartsWith("DELETE FROM \"MessageKeys\"", StringComparison.Ordinal))
                Deleted.Add(result);
            return ValueTask.FromResult(result);
        }

        public void Dispose()
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }
}
