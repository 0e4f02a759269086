using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Collect;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Store.Intake;

namespace Tracking.Infrastructure.Tests.Bus;

public sealed class IntakeTallyTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 5, 17, 10, 5, 4, TimeSpan.Zero);

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly UnsureSink sink = new();
    private readonly BatchCoalescer bus;
    private readonly IntakeTally tally;

    public IntakeTallyTests()
    {
        bus = new BatchCoalescer(sink, new BusMetrics(services.GetRequiredService<IMeterFactory>()));
        tally = new IntakeTally(bus);
    }

    private List<EventBatch> Batches => sink.Written.ConvertAll(batch => EventBatchFormat.ReadAll(batch).Single());

    public Task InitializeAsync() => bus.StartAsync(CancellationToken.None);

    public Task DisposeAsync() => bus.StopAsync(CancellationToken.None);

    public void Dispose()
    {
        tally.Dispose();
        bus.Dispose();
        services.Dispose();
    }

    [Fact]
    public async Task Counts_that_were_not_confirmed_are_sent_again_as_the_same_batch()
    {
        sink.IsConfirming = false;
        tally.Dropped(1, ReceivedAt, DropReason.NoConsent);
        await tally.SendAsync();
        tally.Dropped(1, ReceivedAt, DropReason.NoConsent);
        sink.IsConfirming = true;
        await tally.SendAsync();

        sink.Written.Count.ShouldBe(3);
        sink.Written[1].ShouldBe(sink.Written[0]);
        Batches[2].BatchId.ShouldNotBe(Batches[0].BatchId);
        Batches.DistinctBy(batch => batch.BatchId).Sum(batch => batch.Counts.Sum(count => count.Count)).ShouldBe(2);
    }

    [Fact]
    public async Task What_was_confirmed_is_not_sent_again()
    {
        tally.Dropped(1, ReceivedAt, DropReason.NoConsent);
        await tally.SendAsync();
        await tally.SendAsync();

        Batches.ShouldHaveSingleItem().Counts.ShouldBe(
            [new IntakeCount(1, IntakeTotals.QuarterOf(ReceivedAt), IntakeKind.Dropped, "noConsent", 1)]);
    }

    [Fact]
    public async Task Samples_are_bounded_for_each_site_and_for_all()
    {
        for (var site = 1; site <= 30; site++)
        {
            for (var i = 0; i < 21; i++)
                tally.Rejected(site, ReceivedAt, "click", new FieldError("type", RejectionReason.Missing, "is required"));
        }

        await tally.SendAsync();

        var samples = Batches.ShouldHaveSingleItem().Samples;
        samples.CountBy(sample => sample.SiteId).ShouldBe(Enumerable.Range(1, 25).Select(site => KeyValuePair.Create(site, 20)));
    }

    [Fact]
    public async Task The_end_does_not_wait_longer_than_it_may_for_a_disk_that_does_not_answer()
    {
        var never = new TaskCompletionSource();
        sink.Until = never.Task;
        tally.Dropped(1, ReceivedAt, DropReason.NoConsent);
        await tally.StopAsync(new CancellationToken(canceled: true)).WaitAsync(TimeSpan.FromSeconds(20));
        never.SetResult();
    }

    /// <summary>It has what it does not confirm, as a broker may.</summary>
    private sealed class UnsureSink : IBatchSink
    {
        public int Parallelism => 1;

        public bool IsConfirming { get; set; } = true;

        public Task Until { get; set; } = Task.CompletedTask;

        public List<byte[]> Written { get; } = [];

        public Task WriteAsync(ReadOnlyMemory<byte> batch, CancellationToken cancellationToken)
        {
            Written.Add(batch.ToArray());
            return IsConfirming ? Until : throw new NotDurableException();
        }
    }
}
