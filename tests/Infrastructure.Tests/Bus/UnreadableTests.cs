using System.Text;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.SetAside;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Bus;

/// <summary>Of batches in one message, as the spool sends them to the broker, one that cannot be read costs the others nothing.</summary>
public sealed class UnreadableTests : IAsyncLifetime
{
    private readonly SharedStore store = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => store.RemoveAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Batches_around_one_of_a_later_version_are_stored_and_it_alone_is_put_aside(bool isEnvelopeOfAnEarlierRelease)
    {
        await store.OnAsync(StoreKind.Sqlite);
        var contexts = store.Process();
        var migration = new StoreMigration(contexts, NullLogger<StoreMigration>.Instance);
        await migration.RunAsync(CancellationToken.None);
        var later = Encoding.UTF8.GetBytes($$"""{"version":99,"batchId":"{{Guid.CreateVersion7()}}"}""" + "\n{\"type\":\"x\"}\n");
        Guid[] good = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        var aside = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var services = new ServiceCollection().AddLogging().AddMetrics()
            .AddSingleton<IDbContextFactory<TrackingContext>>(contexts).AddSingleton(TimeProvider.System).AddSingleton(migration)
            .AddSingleton<EventWriter>().AddSingleton<SetAsideEvents>().AddSingleton<SplittingWriter>().AddSingleton<BusMetrics>()
            .AddSingleton(new StoringTurn(null, () => TimeSpan.Zero, TimeProvider.System))
            .AddMassTransit(bus =>
            {
                bus.AddConsumer<AcceptedEventsConsumer, AcceptedEventsConsumerDefinition>();
                bus.UsingInMemory((context, transport) =>
                {
                    transport.AddDeserializer(BatchSerializer.Instance);
                    transport.ReceiveEndpoint("tracking.internal.events_unreadable", endpoint =>
                    {
                        endpoint.ConfigureConsumeTopology = false;
                        endpoint.Handler<AcceptedEvents>(message =>
                        {
                            aside.TrySetResult(message.Message.Payload);
                            return Task.CompletedTask;
                        });
                    });
                    transport.ConfigureEndpoints(context);
                });
            })
            .BuildServiceProvider();
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync();

        var message = new AcceptedEvents([.. EventBatchFormat.Head(good[0]), .. later, .. EventBatchFormat.Head(good[1])]);
        await bus.Publish(message, context => context.Serializer = isEnvelopeOfAnEarlierRelease ? context.Serializer : BatchSerializer.Instance);

        (await aside.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe(later);
        await using var db = await contexts.CreateDbContextAsync();
        for (var patience = 0; patience < 600 && await db.StoredBatches.CountAsync() < good.Length; patience++)
            await Task.Delay(50);
        (await db.StoredBatches.Select(row => row.BatchId).ToListAsync()).ShouldBe(good, ignoreOrder: true);
        await bus.StopAsync();
    }
}
