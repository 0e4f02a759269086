using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.SetAside;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Bus;

/// <summary>A process that accepts and stores may start before it could bring the database up to date.</summary>
public sealed class NotMigratedTests : IAsyncLifetime
{
    private readonly SharedStore store = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => store.RemoveAsync();

    [Fact]
    public async Task Nothing_is_stored_or_set_aside_before_the_database_is_brought_up_to_date()
    {
        await store.OnAsync(StoreKind.Sqlite);
        var contexts = store.Process();
        var migration = new StoreMigration(contexts, NullLogger<StoreMigration>.Instance);
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var services = new ServiceCollection().AddLogging().AddMetrics()
            .AddSingleton<IDbContextFactory<TrackingContext>>(contexts).AddSingleton(TimeProvider.System).AddSingleton(migration)
            .AddSingleton<ILogger<AcceptedEventsConsumer>>(new ErrorsTold(waits))
            .AddSingleton<EventWriter>().AddSingleton<SetAsideEvents>().AddSingleton<SplittingWriter>().AddSingleton<BusMetrics>()
            .AddSingleton(new StoringTurn(null, () => TimeSpan.Zero, TimeProvider.System))
            .AddMassTransit(bus =>
            {
                bus.AddConsumer<AcceptedEventsConsumer, AcceptedEventsConsumerDefinition>();
                bus.UsingInMemory((context, transport) => transport.ConfigureEndpoints(context));
            })
            .BuildServiceProvider();
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync();
        var view = TestEvents.PageView(TestEvents.Header(new Site(1, "shop", new SiteSettings()), "m1", TimeSpan.Zero));
        await bus.Publish(new AcceptedEvents([.. EventBatchFormat.Head(Guid.CreateVersion7()), .. EventBatchFormat.Lines([view])]));

        await waits.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await using var db = await contexts.CreateDbContextAsync();
        var early = await db.StoredBatches.CountAsync();
        await migration.RunAsync(CancellationToken.None);
        for (var patience = 0; patience < 600 && !await db.StoredBatches.AnyAsync(); patience++)
            await Task.Delay(50);

        (early, await db.StoredBatches.CountAsync(), await db.SetAside.CountAsync()).ShouldBe((0, 1, 0));
        await bus.StopAsync();
    }

    private sealed class ErrorsTold(TaskCompletionSource told) : ILogger<AcceptedEventsConsumer>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error)
                told.TrySetResult();
        }
    }
}
