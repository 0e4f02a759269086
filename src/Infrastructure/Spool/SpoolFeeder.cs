using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Bus;

namespace Tracking.Infrastructure.Spool;

/// <summary>Takes batches out of the spool, some at a time, each until it has arrived or cannot be read.</summary>
internal sealed partial class SpoolFeeder(SpoolLog spool, ISpoolOutlet outlet, ILogger<SpoolFeeder> logger) : BackgroundService
{
    /// <summary>As many as two transactions of the worker hold: while one is written, the next one gathers.</summary>
    public const int MostInFlight = 2 * AcceptedEventsConsumerDefinition.MessagesPerTransaction;

    /// <summary>Most bytes of batches in flight; a larger batch is in flight alone.</summary>
    private const long MostBytesInFlight = 16_777_216;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DeleteEvery = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(DeleteStoredAsync(stoppingToken), FeedAsync(stoppingToken));

    private async Task FeedAsync(CancellationToken stoppingToken)
    {
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

            inFlight.Add(Task.Run(() => DeliverAsync(record, stoppingToken), stoppingToken), record.Length);
        }
    }

    private async Task DeliverAsync(SpoolRecord record, CancellationToken stoppingToken)
    {
        var wait = TimeSpan.FromMilliseconds(200);
        while (!await TryDeliverAsync(record, stoppingToken))
        {
            await Task.Delay(wait, stoppingToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private async Task<bool> TryDeliverAsync(SpoolRecord record, CancellationToken stoppingToken)
    {
        try
        {
            switch (await outlet.DeliverAsync(record.Read(), stoppingToken))
            {
                case SpoolDelivery.Done:
                    spool.Complete(record);
                    return true;
                case SpoolDelivery.Unreadable:
                    spool.SetAside(record);
                    return true;
                default:
                    return false;
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotDelivered(logger, exception);
            return false;
        }
    }

    private async Task DeleteStoredAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(DeleteEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            spool.DeleteStored();
    }

    [LoggerMessage(LogLevel.Warning, "A batch of the spool did not arrive; it stays in the spool and is tried again.")]
    private static partial void LogNotDelivered(ILogger logger, Exception exception);
}
