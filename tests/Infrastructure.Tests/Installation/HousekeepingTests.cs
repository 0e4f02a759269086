using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Infrastructure.Installation;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;
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
            store, new SiteErasure(store, NullLogger<SiteErasure>.Instance), new StoreMetrics(meters), TimeProvider.System, told);
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
}
