using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Tests.Spool;

public sealed class SpoolFeederTests : IDisposable
{
    private readonly SpoolFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Few_large_batches_are_in_flight_at_once()
    {
        using var spool = folder.Open();
        for (var i = 0; i < 6; i++)
            await spool.WriteAsync(new byte[6 * 1_048_576], CancellationToken.None);
        var (inFlight, most) = (0, 0);
        await FeedAsync(
            spool,
            bus => bus.UsingInMemory((_, transport) => transport.ReceiveEndpoint("worker", endpoint =>
                endpoint.Handler<AcceptedEvents>(async message =>
                {
                    var now = Interlocked.Increment(ref inFlight);
                    lock (folder)
                        most = Math.Max(most, now);
                    await Task.Delay(50);
                    Interlocked.Decrement(ref inFlight);
                    await message.RespondAsync(new EventsStored());
                }))),
            () => folder.Files.Count == 0);

        most.ShouldBe(2);
    }

    /// <summary>Runs the feeder until it is done.</summary>
    private static async Task FeedAsync(SpoolLog spool, Action<IBusRegistrationConfigurator> configure, Func<bool> isDone)
    {
        await using var services = new ServiceCollection().AddLogging().AddMassTransit(configure).BuildServiceProvider();
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync();
        using var feeder = new SpoolFeeder(spool, bus, NullLogger<SpoolFeeder>.Instance);
        await feeder.StartAsync(CancellationToken.None);
        for (var patience = 0; patience < 600 && !isDone(); patience++)
            await Task.Delay(50);
        await feeder.StopAsync(CancellationToken.None);
        await bus.StopAsync();
        isDone().ShouldBeTrue();
    }
}
