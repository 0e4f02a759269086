using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Collect;
using Tracking.Application.Collect.PageViews;
using Tracking.Application.Consent;
using Tracking.Benchmarks.Traffic;
using Tracking.Domain.Collect;
using Tracking.Infrastructure;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;

namespace Tracking.Benchmarks.Store;

/// <summary>
/// What an event costs from the bytes of its batch to the commit of the transaction that holds it, on Sqlite as the program opens it
/// (fsync included), in a store that grows.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 5, iterationCount: 20)]
public class StoringBenchmarks
{
    private const int Visitors = 20_000;

    private readonly Random random = new(20260517);
    private IReadOnlyList<CollectedEvent> samples = [];
    private string folder = string.Empty;
    private ServiceProvider services = null!;
    private EventWriter writer = null!;
    private long made;
    private ReadOnlyMemory<byte> batch;

    /// <summary>How many events a transaction holds.</summary>
    [Params(200, 2_000)]
    public int Events { get; set; }

    [GlobalSetup]
    public async Task OpenAsync()
    {
        samples = await SamplesAsync();
        folder = Directory.CreateTempSubdirectory("tracking-bench-").FullName;
        services = new ServiceCollection().AddSingleton(TimeProvider.System)
            .AddStore(new StorageOptions(), new DataOptions { Directory = folder }, connectionString: null)
            .BuildServiceProvider();
        writer = services.GetRequiredService<EventWriter>();
        await using var db = await services.GetRequiredService<IDbContextFactory<TrackingContext>>().CreateDbContextAsync();
        await db.Database.MigrateAsync();
        db.Sites.Add(new SiteRow { Name = "shop", Settings = "{}", CreatedAtMs = 0 });
        await db.SaveChangesAsync();
    }

    [GlobalCleanup]
    public void Close()
    {
        services.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [IterationSetup]
    public void MakeBatch() => batch = (byte[])
        [.. EventBatchFormat.Head(Guid.CreateVersion7()), .. EventBatchFormat.Lines([.. Enumerable.Range(0, Events).Select(_ => Another())])];

    /// <summary>Reads and stores one batch; divide by its events.</summary>
    [Benchmark]
    public Task<int> Store() => writer.StoreAsync(EventBatchFormat.ReadAll(batch), CancellationToken.None);

    private static async Task<IReadOnlyList<CollectedEvent>> SamplesAsync()
    {
        var service = new BenchmarkedService();
        var handler = service.Get<IRequestHandler<TrackPageView, CollectOutcome>>();
        var consent = service.GetAll<IPipelineBehavior<TrackPageView, CollectOutcome>>().OfType<ConsentBehaviour<TrackPageView>>().Single();
        var events = new List<CollectedEvent>();
        for (var i = 0; i < Visitor.Returning; i++)
        {
            var command = (TrackPageView)PageViews.CommandOf(Visitor.Known(i), i);
            var outcome = await consent.Handle(command, CancellationToken.None, () => handler.Handle(command, CancellationToken.None));
            events.Add(((CollectOutcome.Collected)outcome).Event);
        }

        return events;
    }

    /// <summary>A page view that is not stored yet, of one of the visitors, 100 microseconds after the last one.</summary>
    private CollectedEvent Another()
    {
        var visitor = random.Next(Visitors);
        var sample = (PageViewed)samples[visitor % samples.Count];
        var at = sample.Header.Timestamp.AddTicks(made++ * 1_000);
        var messageId = made.ToString("x32", CultureInfo.InvariantCulture);
        return sample with
        {
            Header = sample.Header with
            {
                MessageId = messageId,
                MessageKey = KeyedHash.Of([1], "shop", messageId),
                VisitorId = $"visitor {visitor}",
                AnonymousId = $"visitor {visitor}",
                Timestamp = at,
                ReceivedAt = at,
            },
        };
    }
}
