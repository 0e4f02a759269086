using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Collect;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Tests.Spool;

namespace Tracking.Infrastructure.Tests.Bus;

/// <summary>What waits in memory to become durable is bounded, and its amount is a metric; so is what waits on disk.</summary>
public sealed class BatchCoalescerTests : IDisposable
{
    private const int Limit = 67_108_864;

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IMeterFactory meters;

    public BatchCoalescerTests() => meters = services.GetRequiredService<IMeterFactory>();

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task Past_64_MiB_that_wait_senders_are_told_to_come_back_until_less_waits()
    {
        var sink = new SlowSink();
        using var coalescer = new BatchCoalescer(sink, new BusMetrics(meters));
        await coalescer.StartAsync(CancellationToken.None);
        var quarter = new byte[Limit / 4];
        var waiting = Enumerable.Range(0, 4).Select(_ => coalescer.PublishAsync(quarter, isWhole: false)).ToList();
        Read(meters, "tracking.accept.waiting").ShouldBe(Limit);

        await Should.ThrowAsync<NotDurableException>(() => coalescer.PublishAsync(new byte[1], isWhole: false));
        Read(meters, "tracking.accept.waiting").ShouldBe(Limit, "what was refused does not wait");
        waiting.ShouldAllBe(sent => !sent.IsCompleted);

        sink.Go();
        await Task.WhenAll(waiting);
        Read(meters, "tracking.accept.waiting").ShouldBe(0);
        await coalescer.PublishAsync(quarter, isWhole: false);
        await coalescer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_request_that_is_larger_than_what_may_wait_is_taken_while_nothing_else_waits()
    {
        var sink = new SlowSink();
        using var coalescer = new BatchCoalescer(sink, new BusMetrics(meters));
        await coalescer.StartAsync(CancellationToken.None);
        var large = coalescer.PublishAsync(new byte[Limit + 1], isWhole: false);
        large.IsCompleted.ShouldBeFalse();
        await Should.ThrowAsync<NotDurableException>(() => coalescer.PublishAsync(new byte[1], isWhole: false));
        await Should.ThrowAsync<NotDurableException>(() => coalescer.PublishAsync(new byte[Limit + 1], isWhole: false));

        sink.Go();
        await large;
        Read(meters, "tracking.accept.waiting").ShouldBe(0);
        await coalescer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_a_sink_cannot_write_is_not_durable_and_waits_no_more()
    {
        var sink = new SlowSink { Failure = new IOException("The disk is gone.") };
        sink.Go();
        using var coalescer = new BatchCoalescer(sink, new BusMetrics(meters));
        await coalescer.StartAsync(CancellationToken.None);
        (await Should.ThrowAsync<NotDurableException>(() => coalescer.PublishAsync(new byte[9], isWhole: false))).InnerException.ShouldBe(sink.Failure);
        Read(meters, "tracking.accept.waiting").ShouldBe(0);
        await coalescer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_is_sent_while_a_batch_is_written_goes_into_the_next_one_together()
    {
        var sink = new SlowSink();
        using var coalescer = new BatchCoalescer(sink, new BusMetrics(meters));
        await coalescer.StartAsync(CancellationToken.None);
        var sent = new List<Task> { coalescer.PublishAsync("first\n"u8.ToArray(), isWhole: false) };
        await sink.Begun;
        sent.AddRange(Enumerable.Range(0, 10).Select(_ => coalescer.PublishAsync("more\n"u8.ToArray(), isWhole: false)));
        sink.Go();
        await Task.WhenAll(sent);
        sink.Batches.ShouldBe(2);
        await coalescer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task The_spools_size_is_a_metric_also_of_what_a_dead_process_left()
    {
        using var folder = new SpoolFolder();
        long size;
        using (var spool = folder.Open())
        {
            Read(folder.Meters, "tracking.spool.size").ShouldBe(0);
            await spool.WriteAsync(SpoolReading.Noise(10_000), CancellationToken.None);
            size = Read(folder.Meters, "tracking.spool.size");
            size.ShouldBe(folder.Files.Sum(file => new FileInfo(file).Length));
            size.ShouldBeGreaterThan(10_000);
        }

        using var recovered = folder.Open();
        Read(folder.Meters, "tracking.spool.size").ShouldBe(size);
    }

    /// <summary>What a gauge says now.</summary>
    private static long Read(IMeterFactory meters, string name)
    {
        long? value = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == name && ReferenceEquals(instrument.Meter.Scope, meters))
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, measured, _, _) => value = measured);
        listener.Start();
        listener.RecordObservableInstruments();
        return value.ShouldNotBeNull($"there is no gauge {name}");
    }

    /// <summary>A sink that writes nothing before it is told to.</summary>
    private sealed class SlowSink : IBatchSink
    {
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int batches;

        public Exception? Failure { get; init; }

        public int Parallelism => 1;

        public Task Begun => begun.Task;

        public int Batches => batches;

        public void Go() => go.SetResult();

        public async Task WriteAsync(ReadOnlyMemory<byte> batch, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref batches);
            begun.TrySetResult();
            await go.Task;
            if (Failure is not null)
                throw Failure;
        }
    }
}
