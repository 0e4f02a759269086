using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Collect;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Store.Intake;

namespace Tracking.Infrastructure.Tests.Bus;

public sealed class IntakeTallyTests : IAsyncLifetime, IBatchSink
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 5, 17, 10, 5, 4, TimeSpan.Zero);
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<byte[]> written = [];
    private BatchCoalescer bus = null!;
    private IntakeTally tally = null!;
    private bool isConfirmed = true;

    public int Parallelism => 1;

    private IReadOnlyList<EventBatch> Batches => written.ConvertAll(batch => EventBatchFormat.Read(batch));

    public async Task InitializeAsync()
    {
        bus = new BatchCoalescer(this, new BusMetrics(services.GetRequiredService<IMeterFactory>()));
        tally = new IntakeTally(bus);
        await bus.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await bus.StopAsync(CancellationToken.None);
        tally.Dispose();
        bus.Dispose();
        await services.DisposeAsync();
    }

    /// <summary>It has what it does not confirm, as a broker may.</summary>
    public Task WriteAsync(ReadOnlyMemory<byte> batch, CancellationToken cancellationToken)
    {
        written.Add(batch.ToArray());
        return isConfirmed ? Task.CompletedTask : throw new NotDurableException();
    }

    [Fact]
    public async Task Counts_that_were_not_confirmed_are_sent_again_as_the_same_batch()
    {
        isConfirmed = false;
        tally.Dropped(1, ReceivedAt, DropReason.NoConsent);
        await tally.SendAsync();
        tally.Dropped(1, ReceivedAt, DropReason.NoConsent);
        isConfirmed = true;
        await tally.SendAsync();

        written.Count.ShouldBe(3);
        written[1].ShouldBe(written[0]);
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
}
