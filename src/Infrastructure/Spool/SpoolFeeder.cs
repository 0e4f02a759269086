using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Bus;

namespace Tracking.Infrastructure.Spool;

/// <summary>Takes batches from the spool to the worker in this process, a few at a time, each until the worker says that it is stored, or that it cannot be read.</summary>
internal sealed partial class SpoolFeeder(SpoolLog spool, IBus bus, ILogger<SpoolFeeder> logger) : BackgroundService
{
    private const int MostInFlight = 16;

    /// <summary>Most bytes of batches in flight; a larger batch is in flight alone.</summary>
    private const long MostBytesInFlight = 16_777_216;

    private static readonly TimeSpan StoreTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DeleteEvery = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(DeleteStoredAsync(stoppingToken), FeedAsync(stoppingToken));

    private async Task FeedAsync(CancellationToken stoppingToken)
    {
        var worker = bus.CreateRequestClient<AcceptedEvents>(StoreTimeout);
        var inFlight = new Dictionary<Task, int>();
        await foreach (var record in spool.Unread.ReadAllAsync(stoppingToken))
        {
            while (inFlight.Count > 0
                && (inFlight.Count >= MostInFlight || inFlight.Values.Sum(length => (long)length) + record.Length > MostBytesInFlight))
            {
                var done = await Task.WhenAny(inFlight.Keys);
                await done;
                inFlight.Remove(done);
            }

            inFlight.Add(Task.Run(() => StoreAsync(worker, record, stoppingToken), stoppingToken), record.Length);
        }
    }

    private async Task StoreAsync(IRequestClient<AcceptedEvents> worker, SpoolRecord record, CancellationToken stoppingToken)
    {
        var wait = TimeSpan.FromMilliseconds(200);
        while (!await TryStoreAsync(worker, record, stoppingToken))
        {
            await Task.Delay(wait, stoppingToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private async Task<bool> TryStoreAsync(IRequestClient<AcceptedEvents> worker, SpoolRecord record, CancellationToken stoppingToken)
    {
        try
        {
            var message = new AcceptedEvents(EventBatchFormat.Version, record.Read().ToArray());
            var answer = await worker.GetResponse<EventsStored, EventsUnreadable>(message, stoppingToken);
            if (answer.Is<EventsUnreadable>(out _))
                spool.SetAside(record);
            else
                spool.Complete(record);
            return true;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotStored(logger, exception);
            return false;
        }
    }

    private async Task DeleteStoredAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(DeleteEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            spool.DeleteStored();
    }

    [LoggerMessage(LogLevel.Warning, "A batch could not be stored; it stays in the spool and is tried again.")]
    private static partial void LogNotStored(ILogger logger, Exception exception);
}
