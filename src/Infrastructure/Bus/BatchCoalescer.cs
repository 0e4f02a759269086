using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Tracking.Application.Collect;
using Tracking.Domain.Collect;

namespace Tracking.Infrastructure.Bus;

/// <summary>Where a batch becomes durable: the spool, or the broker.</summary>
internal interface IBatchSink
{
    /// <summary>How many batches may be on their way at once.</summary>
    int Parallelism { get; }

    /// <summary>Writes one batch; durable when it returns.</summary>
    /// <exception cref="NotDurableException">It may not be.</exception>
    Task WriteAsync(ReadOnlyMemory<byte> batch, CancellationToken cancellationToken);
}

/// <summary>
/// Puts the events of requests that wait at the same time into one batch, so that one fsync or one broker's confirm serves them all. A
/// lone request waits for nobody.
/// </summary>
internal sealed class BatchCoalescer : BackgroundService, IEventBus
{
    /// <summary>A batch is closed at this size; a single request's events are not cut, so that all of them become durable or none.</summary>
    private const int MaxBatchBytes = 1_048_576;

    /// <summary>What may wait in memory, in bytes; past that senders are asked to come back. A request that is larger by itself waits alone.</summary>
    private const long MaxWaitingBytes = 67_108_864;

    private readonly Channel<Part> parts = Channel.CreateUnbounded<Part>(new UnboundedChannelOptions { SingleReader = false });
    private readonly IBatchSink sink;
    private readonly BusMetrics metrics;
    private long waitingBytes;

    public BatchCoalescer(IBatchSink sink, BusMetrics metrics)
    {
        this.sink = sink;
        this.metrics = metrics;
        metrics.ObserveWaitingBytes(() => Interlocked.Read(ref waitingBytes));
    }

    /// <inheritdoc/>
    public async Task PublishAsync(IReadOnlyList<CollectedEvent> events, CancellationToken cancellationToken)
    {
        await PublishAsync(EventBatchFormat.Lines(events), isWhole: false);
        metrics.Published(events.Count);
    }

    /// <summary>Publishes a batch that has its own first line, by itself, so that its sender can try again with the same batch id.</summary>
    public Task PublishWholeAsync(ReadOnlyMemory<byte> batch) => PublishAsync(batch, isWhole: true);

    internal async Task PublishAsync(ReadOnlyMemory<byte> bytes, bool isWhole)
    {
        if (Interlocked.Add(ref waitingBytes, bytes.Length) is > MaxWaitingBytes and var waiting && waiting > bytes.Length)
        {
            Interlocked.Add(ref waitingBytes, -bytes.Length);
            throw new NotDurableException("More events wait to become durable than may wait.");
        }

        try
        {
            // The sender may hang up; what it sent is on its way all the same, so its end is awaited without its token.
            var part = new Part(bytes, isWhole, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (!parts.Writer.TryWrite(part))
                throw new NotDurableException("The process is stopping.");
            await part.Done.Task;
        }
        finally
        {
            Interlocked.Add(ref waitingBytes, -bytes.Length);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The web server has answered its last request by now: finish what waits, then stop.
        parts.Writer.TryComplete();
        if (ExecuteTask is { } running)
            await Task.WhenAny(running, Task.Delay(Timeout.Infinite, cancellationToken));
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, sink.Parallelism).Select(_ => Task.Run(RunAsync, CancellationToken.None)));

    private async Task RunAsync()
    {
        var batch = new MemoryStream();
        var waiting = new List<Part>();
        while (await parts.Reader.WaitToReadAsync())
        {
            // One large request must not cost memory for good.
            if (batch.Capacity > 4 * MaxBatchBytes)
                batch = new MemoryStream();
            batch.SetLength(0);
            waiting.Clear();
            Part? whole = null;
            while (whole is null && batch.Length < MaxBatchBytes && parts.Reader.TryRead(out var part))
            {
                if (part.IsWhole)
                {
                    whole = part;
                    continue;
                }

                if (batch.Length == 0)
                    batch.Write(EventBatchFormat.Head(Guid.CreateVersion7()));
                batch.Write(part.Bytes.Span);
                waiting.Add(part);
            }

            if (waiting.Count > 0)
                await WriteAsync(batch.GetBuffer().AsMemory(0, (int)batch.Length), waiting);
            if (whole is { } alone)
                await WriteAsync(alone.Bytes, [alone]);
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> batch, List<Part> waiting)
    {
        try
        {
            await sink.WriteAsync(batch, CancellationToken.None);
            metrics.BatchWritten();
            foreach (var part in waiting)
                part.Done.SetResult();
        }
        catch (Exception exception)
        {
            metrics.BatchFailed();
            foreach (var part in waiting)
                part.Done.SetException(exception as NotDurableException ?? new NotDurableException(exception.Message, exception));
        }
    }

    private readonly record struct Part(ReadOnlyMemory<byte> Bytes, bool IsWhole, TaskCompletionSource Done);
}
