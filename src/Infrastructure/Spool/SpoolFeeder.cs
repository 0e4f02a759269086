using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tracking.Infrastructure.Spool;

/// <summary>
/// Takes batches out of the spool until each has arrived or cannot be read. What waits goes together, since few senders at a time make
/// small batches, and each delivery has a price.
/// </summary>
internal sealed partial class SpoolFeeder(SpoolLog spool, ISpoolOutlet outlet, ILogger<SpoolFeeder> logger) : BackgroundService
{
    /// <summary>Deliveries at once, two transactions of the worker: while one is stored, the next one gathers.</summary>
    private const int MostInFlight = 128;

    /// <summary>From here on a delivery takes no further batch: larger ones would be garbage of the kind that is rarely collected.</summary>
    private const long BytesTogether = 49_152;

    /// <summary>Most bytes of batches in flight; a larger batch is in flight alone.</summary>
    private const long MostBytesInFlight = 16_777_216;

    /// <summary>What is less waits so long for more: few senders would otherwise make hundreds of deliveries a second.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DeleteEvery = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(DeleteStoredAsync(stoppingToken), FeedAsync(stoppingToken));

    private async Task FeedAsync(CancellationToken stoppingToken)
    {
        var inFlight = new Dictionary<Task, long>();
        while (await spool.WaitAsync(stoppingToken))
        {
            var (records, bytes) = (new List<SpoolRecord>(), 0L);
            Take(records, ref bytes);
            if (bytes < BytesTogether)
            {
                await Task.Delay(Gathering, stoppingToken);
                Take(records, ref bytes);
            }

            if (records.Count == 0)
                continue;
            while (inFlight.Count > 0 && (inFlight.Count >= MostInFlight || inFlight.Values.Sum() + bytes > MostBytesInFlight))
            {
                var done = await Task.WhenAny(inFlight.Keys);
                await done;
                inFlight.Remove(done);
            }

            inFlight.Add(Task.Run(() => DeliverAsync(records, stoppingToken), stoppingToken), bytes);
        }
    }

    private void Take(List<SpoolRecord> records, ref long bytes)
    {
        for (; bytes < BytesTogether && spool.TryTake(out var record); bytes += record.BatchLength)
            records.Add(record);
    }

    private async Task DeliverAsync(IReadOnlyList<SpoolRecord> records, CancellationToken stoppingToken)
    {
        var wait = TimeSpan.FromMilliseconds(200);
        while (!await TryDeliverAsync(records, stoppingToken))
        {
            await Task.Delay(wait, stoppingToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private async Task<bool> TryDeliverAsync(IReadOnlyList<SpoolRecord> records, CancellationToken stoppingToken)
    {
        try
        {
            if (await ReadAsync(records, stoppingToken) is not { } batches)
                return true;
            switch (await outlet.DeliverAsync(batches, stoppingToken))
            {
                case SpoolDelivery.Done:
                    foreach (var record in records)
                        spool.Complete(record);
                    return true;
                case SpoolDelivery.Unreadable when records.Count == 1:
                    spool.SetAside(records[0]);
                    return true;
                case SpoolDelivery.Unreadable:
                    // One of them: each by itself.
                    foreach (var record in records)
                        await DeliverAsync([record], stoppingToken);
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

    /// <summary>Reads the batches; one that the disk does not give back must not hold up the others.</summary>
    /// <returns><c>null</c> when they have been dealt with one by one.</returns>
    private async Task<byte[]?> ReadAsync(IReadOnlyList<SpoolRecord> records, CancellationToken stoppingToken)
    {
        try
        {
            return Together(records);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            if (records.Count == 1)
                spool.GiveUp(records[0], exception);
            foreach (var record in records.Count > 1 ? records : [])
                await DeliverAsync([record], stoppingToken);
            return null;
        }
    }

    private static byte[] Together(IReadOnlyList<SpoolRecord> records)
    {
        var bytes = new byte[records.Sum(record => record.BatchLength)];
        var offset = 0;
        foreach (var record in records)
        {
            record.ReadBatch(bytes.AsSpan(offset, record.BatchLength));
            offset += record.BatchLength;
        }

        return bytes;
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
