using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Application.Collect.Enrichment.Devices;
using Tracking.Application.Collect.Enrichment.Geo;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Consent;
using Tracking.Application.Tests.Collect.Enrichment.Devices;
using Tracking.Domain.Collect;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;

namespace Tracking.Application.Tests.Collect;

/// <summary>The use case as the program composes it; only what lies beyond the process is played.</summary>
internal sealed class CollectPipeline : IHashKeys, IConsentRecords, IEventBus, IIntakeTally, IGeoDatabase, IBotPatternSource,
    IDisposable
{
    public static readonly DateTimeOffset ReceivedAt = new(2026, 5, 17, 10, 5, 4, TimeSpan.Zero);

    private readonly ServiceProvider services;

    public CollectPipeline()
    {
        services = new ServiceCollection().AddApplication()
            .AddSingleton<IHashKeys>(this).AddSingleton<IConsentRecords>(this).AddSingleton<IEventBus>(this).AddSingleton<IIntakeTally>(this)
            .AddSingleton<IUserAgentRules>(new SampleRules()).AddSingleton<IGeoDatabase>(this).AddSingleton<IBotPatternSource>(this)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    /// <summary>What the events' passage touched outside, in order: <c>consent</c>, <c>keys</c>, <c>enrichment</c>, <c>bus</c>.</summary>
    public List<string> Touched { get; } = [];

    /// <summary>What was published.</summary>
    public List<CollectedEvent> Published { get; } = [];

    /// <summary>What was counted, in words.</summary>
    public List<string> Counted { get; } = [];

    /// <summary>What is on record for every subject.</summary>
    public RecordedConsent Recorded { get; set; } = RecordedConsent.None;

    /// <summary>What is known of every address.</summary>
    public GeoAnswer Located { get; set; }

    /// <summary>The addresses that were looked up.</summary>
    public List<IPAddress> LookedUp { get; } = [];

    /// <summary>Whether the bus can make anything durable.</summary>
    public bool IsDurable { get; set; } = true;

    public Site Site { get; set; } = new(7, "shop", new SiteSettings());

    public bool FromServer { get; set; }

    /// <summary>Where requests come from.</summary>
    public IPAddress ClientAddress { get; set; } = IPAddress.Parse(EventSamples.Address);

    public ReadOnlySpan<byte> Installation
    {
        get
        {
            Touched.Add("keys");
            return "the key of this installation"u8;
        }
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public IReadOnlyList<object?> GetAll(Type service) => [.. services.GetServices(service)];

    /// <summary>Reads and collects one request's events.</summary>
    public Task<CollectResult> CollectAsync(params JsonObject[] events)
    {
        var source = new EventSource(
            Site, FromServer, ReceivedAt, ClientAddress, EventSamples.UserAgent, GlobalPrivacyControl: false, DoNotTrack: false);
        var reader = new EventReader(source, sentAt: null, SharedContext.None);
        return Get<EventCollector>().CollectAsync(
            source, events.Select((json, index) => reader.Read(JsonSerializer.SerializeToElement(json), index)), CancellationToken.None);
    }

    public ValueTask<byte[]> SaltAsync(CookielessDay day, CancellationToken cancellationToken)
    {
        Touched.Add("keys");
        return ValueTask.FromResult(Encoding.UTF8.GetBytes($"salt of {day.Day:O} {day.IsHistory}"));
    }

    public ValueTask<RecordedConsent> NewestAsync(Site site, string? anonymousId, string? userId, CancellationToken cancellationToken)
    {
        Touched.Add("consent");
        return ValueTask.FromResult(Recorded);
    }

    public Task PublishAsync(IReadOnlyList<CollectedEvent> events, CancellationToken cancellationToken)
    {
        Touched.Add("bus");
        if (!IsDurable)
            throw new NotDurableException();
        Published.AddRange(events);
        return Task.CompletedTask;
    }

    public void Dropped(int siteId, DateTimeOffset receivedAt, DropReason reason) => Counted.Add($"dropped {siteId} {reason}");

    public void Rejected(int siteId, DateTimeOffset receivedAt, string? type, FieldError error) =>
        Counted.Add($"rejected {siteId} {type} {error.Path} {error.Reason}");

    /// <summary>The enrichments that the program has.</summary>
    public IReadOnlyList<IEnrichment> Enrichments => services.GetRequiredService<Enrichments>().All;

    string? IBotPatternSource.Problem => null;

    public IReadOnlyList<BotPattern> Read() => [new("bot", BotSignals.Crawler)];

    public GeoAnswer Find(IPAddress address)
    {
        Touched.Add("enrichment");
        LookedUp.Add(address);
        return Located;
    }

    public Task<ConsentReceipt> RecordAsync(Site site, ConsentSubject subject, ConsentStatement statement, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Collecting records no decision.");

    public Task<IReadOnlyList<ConsentReceipt>> HistoryAsync(Site site, ConsentSubject subject, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Collecting reads no history.");

    public void Dispose() => services.Dispose();
}
