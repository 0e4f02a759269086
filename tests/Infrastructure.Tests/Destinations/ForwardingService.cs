using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Application.Collect;
using Tracking.Application.Consent;
using Tracking.Application.Destinations;
using Tracking.Application.Destinations.Rules;
using Tracking.Domain.Collect;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Consent;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Tests.Store;
using Tracking.StandIns;

namespace Tracking.Infrastructure.Tests.Destinations;

/// <summary>A store with one site, and processes that forward from it.</summary>
internal sealed class ForwardingService : IAsyncDisposable
{
    private readonly SharedStore store = new();
    private readonly List<ServiceProvider> processes = [];
    private int batches;

    /// <summary>The site.</summary>
    public Site Shop { get; private set; } = null!;

    /// <summary>The store.</summary>
    public IDbContextFactory<TrackingContext> Store { get; private set; } = null!;

    /// <summary>The first process's.</summary>
    public IDestinations Port => processes[0].GetRequiredService<IDestinations>();

    /// <summary>A part of the first process.</summary>
    public T Get<T>()
        where T : notnull => processes[0].GetRequiredService<T>();

    /// <summary>Makes it, with one process that does not forward yet.</summary>
    public static async Task<ForwardingService> OnAsync(StoreKind kind)
    {
        var made = new ForwardingService();
        await made.store.OnAsync(kind);
        made.Store = made.store.Process();
        await using var db = await made.Store.CreateDbContextAsync();
        var row = new SiteRow { Name = "shop", Settings = "{}", CreatedAtMs = 0 };
        db.Sites.Add(row);
        await db.SaveChangesAsync();
        made.Shop = SiteDirectory.ToSite(row);
        await made.ProcessAsync();
        return made;
    }

    /// <summary>One more process.</summary>
    public async Task<ServiceProvider> ProcessAsync(Action<IServiceCollection>? with = null)
    {
        var contexts = store.Process();
        var migration = new StoreMigration(contexts, NullLogger<StoreMigration>.Instance);
        await migration.RunAsync(CancellationToken.None);
        var services = new ServiceCollection();
        TestDestinations.Add(services, contexts, TimeProvider.System, works: true);
        with?.Invoke(services);
        var process = services.AddSingleton(migration).AddSingleton<HashKeys>()
            .AddSingleton<IHashKeys>(provider => provider.GetRequiredService<HashKeys>()).AddSingleton<ConsentRecords>().BuildServiceProvider();
        await process.GetRequiredService<HashKeys>().LoadAsync(CancellationToken.None);
        await process.GetRequiredService<ConsentRecords>().RefreshAsync(CancellationToken.None);
        processes.Add(process);
        return process;
    }

    /// <summary>Forwards until it is disposed of.</summary>
    public async Task<IAsyncDisposable> ForwardAsync(ServiceProvider? process = null) =>
        await Running.StartAsync((process ?? processes[0]).GetRequiredService<IHostedService>(), (process ?? processes[0]).GetRequiredService<ConsentRecords>());

    /// <summary>Adds a webhook to a stand-in.</summary>
    public async Task<Destination> AddWebhookAsync(
        StandIn receiver, ConsentPurposes? requires = null, EventRules? rules = null, int batchSize = 10, bool ordered = false)
    {
        var settings = JsonSerializer.SerializeToElement(new { url = receiver.Address + "/hook", secret = TestDestinations.WebhookSecret, batchSize, ordered });
        var added = await Port.AddAsync(Shop, "webhook", new DestinationChange(null, requires, null, settings, rules), CancellationToken.None);
        added.Errors.ShouldBeEmpty();
        return added.Destination!.Destination;
    }

    /// <summary>Stores events.</summary>
    public async Task StoreAsync(params IReadOnlyList<CollectedEvent> events) =>
        await new EventWriter(Store, TimeProvider.System).StoreAsync(
            [new EventBatch(new Guid(++batches, 0, 0, new byte[8]), events, [], [])], CancellationToken.None);

    /// <summary>Stores page views of now.</summary>
    public Task StoreViewsAsync(int from, int count) => StoreAsync([.. Enumerable.Range(from, count).Select(number =>
        TestEvents.PageView(HeaderOf($"m-{number}") with { Sequence = number }))]);

    /// <summary>A header of now, of a visitor who consented to everything.</summary>
    public EventHeader HeaderOf(string messageId, string visitor = "ana")
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        return TestEvents.Header(Shop, messageId, TimeSpan.Zero, visitor) with { Timestamp = now, ReceivedAt = now };
    }

    /// <summary>Puts a decision on record, which this process knows at once.</summary>
    public async Task DecideAsync(string visitor, bool? analytics, bool? marketing)
    {
        var records = processes[0].GetRequiredService<ConsentRecords>();
        await records.RecordAsync(
            Shop, new ConsentSubject(ConsentSubjectKind.AnonymousId, visitor), new ConsentStatement(new(analytics, marketing, null), null, null), CancellationToken.None);
    }

    /// <summary>How many deliveries of a destination came to what.</summary>
    public async Task<Dictionary<DeliveryState, int>> StatesAsync(Destination destination)
    {
        await using var db = await Store.CreateDbContextAsync();
        return await db.Deliveries.Where(row => row.DestinationId == destination.Id).GroupBy(row => row.State)
            .ToDictionaryAsync(group => group.Key, group => group.Count());
    }

    /// <summary>Waits until so many deliveries of a destination came to a state.</summary>
    public Task BecomesAsync(Destination destination, DeliveryState state, int count, int seconds = 30) =>
        UntilAsync($"{count} {state}", async () => (await StatesAsync(destination)).GetValueOrDefault(state) == count, seconds);

    /// <summary>Waits for a condition.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> condition, int seconds = 30)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began).TotalSeconds > seconds)
                throw new TimeoutException($"Not within {seconds} s: {what}");
            await Task.Delay(20);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
        await store.RemoveAsync();
    }

    private sealed class Running(IHostedService forwarder, CancellationTokenSource stop, Task refreshing) : IAsyncDisposable
    {
        public static async Task<Running> StartAsync(IHostedService forwarder, ConsentRecords records)
        {
            var stop = new CancellationTokenSource();
            await forwarder.StartAsync(CancellationToken.None);
            return new Running(forwarder, stop, RefreshAsync(records, stop.Token));
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await refreshing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await forwarder.StopAsync(CancellationToken.None);
            stop.Dispose();
        }

        // As the program does each second.
        private static async Task RefreshAsync(ConsentRecords records, CancellationToken cancellationToken)
        {
            while (true)
            {
                await records.RefreshAsync(cancellationToken);
                await Task.Delay(500, cancellationToken);
            }
        }
    }
}
