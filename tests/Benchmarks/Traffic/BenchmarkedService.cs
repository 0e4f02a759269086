using Microsoft.Extensions.DependencyInjection;
using Tracking.Application;
using Tracking.Application.Collect;
using Tracking.Application.Consent;
using Tracking.Domain.Collect;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;
using Tracking.Infrastructure;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Enrichment.Geo;
using Tracking.Infrastructure.Installation;
using Tracking.Infrastructure.Spool;
using Tracking.Infrastructure.Store;

namespace Tracking.Benchmarks.Traffic;

/// <summary>
/// The accept path as the program composes it, without store and disk: keys and decisions are answered from memory, and the bus drops
/// what it was given once it has written the lines of a batch.
/// </summary>
internal sealed class BenchmarkedService : IHashKeys, IConsentRecords, IEventBus, IIntakeTally
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];

    // Never disposed of: it lives as long as the process that measures.
    private readonly IServiceProvider services;
    private readonly Dictionary<Guid, RecordedConsent> recorded = [];
    private int published;

    public BenchmarkedService()
    {
        // Without them the service works, and knows nothing: that is not what is to be measured.
        if (!Directory.Exists(Path.Combine(AppContext.BaseDirectory, "enrichment")))
            throw new DirectoryNotFoundException("The lists of devices, programs and countries are not beside the program.");
        var settings = new InfrastructureSettings(
            new DataOptions(), new StorageOptions(), new BusOptions(), new SpoolOptions(), new BootstrapOptions(), new GeoOptions(),
            new DestinationsOptions(), [], StoreConnection: null, BrokerConnection: null);
        services = new ServiceCollection().AddLogging().AddApplication().AddInfrastructure(settings, accepts: true, works: false)
            .AddSingleton<IHashKeys>(this).AddSingleton<IConsentRecords>(this).AddSingleton<IEventBus>(this).AddSingleton<IIntakeTally>(this)
            .BuildServiceProvider();
    }

    /// <summary>Bytes of the lines of all batches.</summary>
    public int Published => published;

    public ReadOnlySpan<byte> Installation => Key;

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public IReadOnlyList<T> GetAll<T>() => [.. services.GetServices<T>()];

    public ValueTask<byte[]> SaltAsync(CookielessDay day, CancellationToken cancellationToken) => new(Key);

    public ValueTask<RecordedConsent> NewestAsync(Site site, string? anonymousId, string? userId, CancellationToken cancellationToken)
    {
        var subject = KeyedHash.Of(Key, site.Name, "consent of browser", anonymousId ?? string.Empty);
        return new(recorded.GetValueOrDefault(subject, RecordedConsent.None));
    }

    public Task PublishAsync(IReadOnlyList<CollectedEvent> events, CancellationToken cancellationToken)
    {
        published += EventBatchFormat.Lines(events).Length;
        return Task.CompletedTask;
    }

    public void Dropped(int siteId, DateTimeOffset receivedAt, DropReason reason) =>
        throw new InvalidOperationException("All events of a benchmark are collected.");

    public void Rejected(int siteId, DateTimeOffset receivedAt, string? type, FieldError error) =>
        throw new InvalidOperationException($"All events of a benchmark are collected; {error.Path} {error.Message}");

    public Task<ConsentReceipt> RecordAsync(Site site, ConsentSubject subject, ConsentStatement statement, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ConsentReceipt>> HistoryAsync(Site site, ConsentSubject subject, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
