using System.Collections.Concurrent;
using System.Text;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Spool;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.SetAside;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Spool;

public sealed class SpoolFeederTests : IAsyncLifetime, IDisposable
{
    private readonly SpoolFolder folder = new();
    private readonly SharedStore store = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => store.RemoveAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Few_large_batches_are_in_flight_at_once()
    {
        using var spool = folder.Open();
        for (var i = 0; i < 6; i++)
            await spool.WriteAsync(new byte[6 * 1_048_576], CancellationToken.None);
        var (inFlight, most) = (0, 0);
        var twoCame = new TaskCompletionSource();
        await FeedAsync(
            spool,
            _ => { },
            bus => bus.UsingInMemory((_, transport) =>
            {
                transport.AddDeserializer(BatchSerializer.Instance);
                transport.ReceiveEndpoint("worker", endpoint => endpoint.Handler<AcceptedEvents>(async message =>
                {
                    var now = Interlocked.Increment(ref inFlight);
                    lock (folder)
                        most = Math.Max(most, now);
                    if (now == 2)
                        twoCame.TrySetResult();
                    await twoCame.Task;
                    await Task.Delay(200);
                    Interlocked.Decrement(ref inFlight);
                    await message.RespondAsync(new EventsStored());
                }));
            }),
            () => folder.Files.Count == 0);

        most.ShouldBe(2);
    }

    [Fact]
    public async Task A_batch_that_the_disk_does_not_give_back_holds_up_none_of_the_others_and_its_file_is_kept()
    {
        var delivered = new ConcurrentQueue<string>();
        using (var spool = folder.Open())
        {
            foreach (var batch in new[] { "first", "second", "lost" })
                await spool.WriteAsync(batch);
            await using (var file = new FileStream(folder.Files.Single(), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
                file.SetLength(file.Length - 1);
            await FeedAsync(
                spool,
                _ => { },
                bus => bus.UsingInMemory((_, transport) =>
                {
                    transport.AddDeserializer(BatchSerializer.Instance);
                    transport.ReceiveEndpoint("worker", endpoint => endpoint.Handler<AcceptedEvents>(message =>
                    {
                        delivered.Enqueue(Encoding.UTF8.GetString(message.Message.Payload));
                        return message.RespondAsync(new EventsStored());
                    }));
                }),
                () => folder.Files.All(file => file.EndsWith(".damaged", StringComparison.Ordinal)));
        }

        delivered.ShouldBe(["firstsecond"]);
        folder.Files.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Batches_of_a_later_version_are_set_aside_and_hold_up_none_of_the_others()
    {
        const int manyMore = 20;
        await store.OnAsync(StoreKind.Sqlite);
        var contexts = store.Process();
        var migration = new StoreMigration(contexts, NullLogger<StoreMigration>.Instance);
        await migration.RunAsync(CancellationToken.None);
        var good = Guid.NewGuid();
        using (var spool = folder.Open())
        {
            for (var i = 0; i < manyMore; i++)
                await spool.WriteAsync($$"""{"version":99,"batchId":"{{Guid.NewGuid()}}"}""");
            await spool.WriteAsync(EventBatchFormat.Head(good), CancellationToken.None);
            await FeedAsync(
                spool,
                services => services.AddSingleton(new EventWriter(contexts, TimeProvider.System)).AddSingleton<BusMetrics>()
                    .AddSingleton<IDbContextFactory<TrackingContext>>(contexts).AddSingleton(TimeProvider.System).AddSingleton(migration)
                    .AddSingleton<SetAsideEvents>().AddSingleton<SplittingWriter>()
                    .AddSingleton(new StoringTurn(null, () => TimeSpan.Zero, TimeProvider.System)),
                bus =>
                {
                    bus.AddConsumer<AcceptedEventsConsumer, AcceptedEventsConsumerDefinition>();
                    bus.UsingInMemory((context, transport) =>
                    {
                        transport.AddDeserializer(BatchSerializer.Instance);
                        transport.ConfigureEndpoints(context);
                    });
                },
                () => folder.Files.All(file => file.EndsWith(".unreadable", StringComparison.Ordinal)));
        }

        await using var db = await contexts.CreateDbContextAsync();
        db.StoredBatches.Select(row => row.BatchId).ToList().ShouldBe([good]);
        folder.Files.Count.ShouldBe(manyMore);
        File.Move(folder.Files[0], Path.ChangeExtension(folder.Files[0], ".spool"));
        folder.Recovered().ShouldHaveSingleItem().ShouldStartWith("""{"version":99""");
    }

    /// <summary>Runs the feeder until it is done.</summary>
    private static async Task FeedAsync(
        SpoolLog spool, Action<IServiceCollection> add, Action<IBusRegistrationConfigurator> configure, Func<bool> isDone)
    {
        var collection = new ServiceCollection().AddLogging().AddMetrics().AddMassTransit(configure);
        add(collection);
        await using var services = collection.BuildServiceProvider();
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync();
        using var feeder = new SpoolFeeder(spool, new WorkerOutlet(bus), NullLogger<SpoolFeeder>.Instance);
        await feeder.StartAsync(CancellationToken.None);
        for (var patience = 0; patience < 600 && !isDone(); patience++)
            await Task.Delay(50);
        await feeder.StopAsync(CancellationToken.None);
        await bus.StopAsync();
        isDone().ShouldBeTrue();
    }
}
