using System.Text;
using System.Threading.Channels;
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
    public async Task Batches_around_some_of_a_later_version_are_stored_and_each_of_these_is_put_aside_as_a_message_of_its_own(bool isEnvelopeOfAnEarlierRelease)
    {
        await store.OnAsync(StoreKind.Sqlite);
        var contexts = store.Process();
        var migration = new StoreMigration(contexts, NullLogger<StoreMigration>.Instance);
        await migration.RunAsync(CancellationToken.None);
        byte[][] later = [LaterBatch(), LaterBatch()];
        Guid[] good = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        var aside = Channel.CreateUnbounded<(Guid? MessageId, byte[] Batch)>();
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
                        endpoint.Handler<AcceptedEvents>(message => aside.Writer.WriteAsync((message.MessageId, message.Message.Payload)).AsTask());
                    });
                    transport.ConfigureEndpoints(context);
                });
            })
            .BuildServiceProvider();
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync();

        var message = new AcceptedEvents([.. EventBatchFormat.Head(good[0]), .. later[0], .. EventBatchFormat.Head(good[1]), .. later[1]]);
        await bus.Publish(message, context => context.Serializer = isEnvelopeOfAnEarlierRelease ? context.Serializer : BatchSerializer.Instance);

        using var patient = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var (first, second) = (await aside.Reader.ReadAsync(patient.Token), await aside.Reader.ReadAsync(patient.Token));
        new[] { first.Batch, second.Batch }.ShouldBe(later, ignoreOrder: true);
        // Of two messages with one id, moved back together, a worker would take one.
        second.MessageId.ShouldNotBe(first.MessageId);
        await using var db = await contexts.CreateDbContextAsync();
        for (var patience = 0; patience < 600 && await db.StoredBatches.CountAsync() < good.Length; patience++)
            await Task.Delay(50);
        (await db.StoredBatches.Select(row => row.BatchId).ToListAsync()).ShouldBe(good, ignoreOrder: true);
        await bus.StopAsync();
    }

    private static byte[] LaterBatch() =>
        Encoding.UTF8.GetBytes($$"""{"version":99,"batchId":"{{Guid.CreateVersion7()}}"}""" + "\n{\"type\":\"x\"}\n");
}
