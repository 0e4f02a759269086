using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Application.Consent;
using Tracking.Application.Operation;
using Tracking.Application.Sites;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Consent;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Forwarding;
using Tracking.Infrastructure.Destinations.Secrets;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Installation;
using Tracking.Infrastructure.Privacy;
using Tracking.Infrastructure.Publishing;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Events;
using Tracking.Infrastructure.Store.Intake;
using Tracking.Infrastructure.Store.Orders;
using Tracking.Infrastructure.Store.Outbox;
using Tracking.Infrastructure.Store.Sessions;
using Tracking.Infrastructure.Store.SetAside;
using Tracking.Infrastructure.Tests.Enrichment.Devices;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>All that the program does with its store, reports apart, so that every statement is sent.</summary>
/// <param name="store">What holds some rows.</param>
/// <param name="empty">What is not even migrated.</param>
/// <param name="now">When it is.</param>
internal sealed class StoreOperations(SqlServerStatements store, SqlServerStatements empty, DateTimeOffset now)
{
    private const int MinuteMs = 60_000;

    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
    private static readonly Site Shop = new(1, "shop", new SiteSettings());
    private static readonly long NoonMs = TestEvents.Noon.ToUnixTimeMilliseconds();

    private readonly FakeTimeProvider time = new(now);

    private DestinationOperations Destinations => new(store, Shop, time);

    /// <summary>Which class each operation is of.</summary>
    public IReadOnlyDictionary<Type, Func<Task>> All => new Dictionary<Type, Func<Task>>
    {
        [typeof(StoreMigration)] = () => new StoreMigration(empty, NullLogger<StoreMigration>.Instance).RunAsync(CancellationToken.None),
        [typeof(HashKeys)] = HashAsync,
        [typeof(EventWriter)] = StoreAsync,
        [typeof(SetAsideEvents)] = SetAsideAsync,
        [typeof(OutboxLine)] = LeadOutAsync,
        [typeof(Outbox)] = TakeOutAsync,
        [typeof(DestinationAdministration)] = () => Destinations.AdministerAsync(),
        [typeof(KeyRing)] = () => Destinations.AdministerAsync(),
        [typeof(Deliveries)] = () => Destinations.DeliverAsync(),
        [typeof(Forwarder)] = () => Destinations.DeliverAsync(),
        [typeof(Replay)] = () => Destinations.ReplayAsync(),
        [typeof(GetTraceHandler)] = () => Destinations.TraceAsync(),
        [typeof(Reclassification)] = ReclassifyAsync,
        [typeof(SiteAdministration)] = AdministerAsync,
        [typeof(SiteDirectory)] = () => new SiteDirectory(store).RefreshAsync(CancellationToken.None),
        [typeof(ConsentRecords)] = RecordAsync,
        [typeof(StoreHealth)] = LookAfterAsync,
        [typeof(Housekeeping)] = () => KeepHouse().RunAsync(CancellationToken.None),
        [typeof(SaltDestruction)] = () =>
            new SaltDestruction(store, new HashKeys(store, time), time, NullLogger<SaltDestruction>.Instance).RunAsync(CancellationToken.None),
        [typeof(SiteErasure)] = () => new SiteErasure(store, TimeProvider.System, NullLogger<SiteErasure>.Instance).RunAsync(CancellationToken.None),
    };

    /// <summary>What is stored before: what events of later batches change, join and repeat.</summary>
    public Task HoldAsync() => store.HoldAsync(
        new SiteRow { Name = Shop.Name, Settings = "{}", CreatedAtMs = 0 },
        new NumberRow { Name = NumberRow.NextEvent, Value = 1_000 },
        new NumberRow { Name = NumberRow.UserAgents, Value = 0 },
        new NumberRow { Name = NumberRow.NextSession, Value = 1_000 },
        new NumberRow { Name = NumberRow.DirectoryVersion, Value = 1 },
        new OutboxLineRow { Name = OutboxLineRow.Bus },
        SessionOfAna(1, NoonMs),
        SessionOfAna(2, NoonMs + (50 * MinuteMs)),
        new OrderRow
        {
            SiteId = Shop.Id,
            OrderKey = TestEvents.Key(Shop, "order o"),
            IsRefund = false,
            TimestampMs = NoonMs + MinuteMs,
            Currency = "EUR",
        },
        new IntakeCountRow
        {
            SiteId = Shop.Id,
            QuarterStartMs = IntakeTotals.QuarterOf(TestEvents.Noon),
            Kind = IntakeKind.Accepted,
            Reason = string.Empty,
            Count = 1,
        },
        Sample(1));

    private static SessionRow SessionOfAna(long id, long ms) => new()
    {
        Id = id,
        SiteId = Shop.Id,
        VisitorKey = CookielessVisitor.KeyOf("ana"),
        StartMs = ms,
        EndMs = ms,
        Events = 1,
        PageViews = 1,
    };

    private static RejectedSampleRow Sample(long ms) => new() { SiteId = Shop.Id, ReceivedAtMs = ms, Type = "click", Path = "", Reason = "" };

    private async Task StoreAsync()
    {
        var writer = new EventWriter(store, time);
        IReadOnlyList<CollectedEvent> between =
        [
            TestEvents.PageView(TestEvents.Header(Shop, "between", TimeSpan.FromMinutes(25))),
            TestEvents.Order(TestEvents.Header(Shop, "earlier", TimeSpan.Zero), Shop, "o"),
        ];
        await writer.StoreAsync([Batch([.. TestEvents.OfEveryType(Shop), .. between], samples: 1)], CancellationToken.None);
        // More than goes into one statement, of visitors, keys, orders and rows with a number.
        var many = Enumerable.Range(0, 600).SelectMany(number => (CollectedEvent[])
        [
            TestEvents.PageView(TestEvents.Header(Shop, $"view {number}", TimeSpan.Zero, $"visitor {number}")),
            TestEvents.Order(TestEvents.Header(Shop, $"buy {number}", TimeSpan.Zero, $"visitor {number}"), Shop, $"order {number}"),
        ]);
        await writer.StoreAsync([Batch([.. many], samples: 100), Batch([], samples: 0)], CancellationToken.None);
        // More than a statement has parameters: EF sends them as one.
        await using var db = store.CreateDbContext();
        (await EventWriter.UnseenAsync(db, [.. Enumerable.Range(0, 2_500).Select(_ => Batch([], samples: 0))], CancellationToken.None)).Count.ShouldBe(2_500);
    }

    private async Task SetAsideAsync()
    {
        var aside = new SetAsideEvents(store, new EventWriter(store, time), time);
        await aside.AddAsync(TestEvents.PageView(TestEvents.Header(Shop, "aside", TimeSpan.Zero)), new InvalidOperationException(), CancellationToken.None);
        (await aside.ListAsync(CancellationToken.None).ToListAsync()).ShouldHaveSingleItem();
        (await aside.ReplayAsync(deletes: false, new Progress<ReplaySummary>(), CancellationToken.None)).Stored.ShouldBe(1);
    }

    private async Task LeadOutAsync()
    {
        var line = new OutboxLine(OutboxLineRow.Bus, store, time);
        (await line.HoldAsync(CancellationToken.None)).ShouldBe(0);
        (await line.AdvanceAsync(1, CancellationToken.None)).ShouldBeTrue();
        await line.LetGoAsync(CancellationToken.None);
    }

    private async Task TakeOutAsync()
    {
        var outbox = new Outbox(store);
        (await outbox.EventsAfterAsync(0, CancellationToken.None)).ShouldNotBeNull().Messages.ShouldNotBeEmpty();
        var privacy = await outbox.PrivacyAsync(CancellationToken.None);
        await outbox.ForgetAsync([.. privacy.Select(one => one.Id)], CancellationToken.None);
    }

    private static EventBatch Batch(IReadOnlyList<CollectedEvent> events, int samples) => new(
        Guid.CreateVersion7(), events, [new IntakeCount(Shop.Id, 0, IntakeKind.Dropped, "noConsent", 3)],
        [.. Enumerable.Range(0, samples).Select(number => new RejectedSample(Shop.Id, number, "click", "properties.url", "missing"))]);

    private async Task ReclassifyAsync()
    {
        var reclassification = new Reclassification(
            store, new BotClassifier(new EverythingIsACrawler(), RealRules.File), new StoreMigration(empty, NullLogger<StoreMigration>.Instance));
        (await reclassification.RunAsync(new Progress<ReclassificationSummary>(), CancellationToken.None)).Events.ShouldBeGreaterThan(0);
    }

    private sealed class EverythingIsACrawler : IBotPatternSource
    {
        public string? Problem => null;

        public IReadOnlyList<BotPattern> Read() => [new(".", BotSignals.Crawler)];
    }

    private async Task HashAsync()
    {
        var keys = await LoadedAsync();
        await keys.SaltAsync(new CookielessDay(new DateOnly(2026, 1, 1), IsHistory: true), CancellationToken.None);
        await keys.DestroyAsync(CancellationToken.None);
    }

    private async Task AdministerAsync()
    {
        var administration = new SiteAdministration(store, new SiteDirectory(store), time);
        IReadOnlyList<NewKey> keys =
            [.. Enumerable.Range(0, 5).Select(number => new NewKey(KeyKind.Write, KeyScopes.Collect, "web", $"hash {number}"))];
        (await administration.CreateAsync("other", new SiteSettings(), keys, CancellationToken.None)).ShouldNotBeNull();
        (await administration.UpdateAsync("other", settings => settings with { ConsentMode = ConsentMode.OptOut }, CancellationToken.None))
            .ShouldNotBeNull();
        var key = await administration.AddKeyAsync(Shop, KeyKind.Secret, KeyScopes.Reports, "BI", "hash", CancellationToken.None);
        (await administration.RevokeKeyAsync(Shop, key!.Id, CancellationToken.None)).ShouldBeTrue();
        (await administration.DeleteAsync("other", CancellationToken.None)).ShouldBeTrue();
    }

    private async Task RecordAsync()
    {
        using var records = new ConsentRecords(store, new BusOptions { Transport = BusTransport.RabbitMq }, await LoadedAsync(), time, NullLogger<ConsentRecords>.Instance);
        var ana = new ConsentSubject(ConsentSubjectKind.AnonymousId, "ana");
        await records.RefreshAsync(CancellationToken.None);
        await records.RecordAsync(Shop, ana, new ConsentStatement(new(true, false, null), "v1", "banner"), CancellationToken.None);
        await records.RefreshAsync(CancellationToken.None);
        (await records.NewestAsync(Shop, "ana", "u-1", CancellationToken.None)).Analytics!.Value.Granted.ShouldBeTrue();
        (await records.HistoryAsync(Shop, ana, CancellationToken.None)).ShouldHaveSingleItem();
    }

    private async Task LookAfterAsync()
    {
        var directory = new SiteDirectory(store);
        await directory.RefreshAsync(CancellationToken.None);
        (await new StoreHealth(store, directory, await LoadedAsync(), new StoreMigration(store, NullLogger<StoreMigration>.Instance), time, works: false).CheckHealthAsync(new HealthCheckContext()))
            .Status.ShouldBe(HealthStatus.Healthy);
    }

    private Housekeeping KeepHouse() => new(
        store, new SiteErasure(store, TimeProvider.System, NullLogger<SiteErasure>.Instance), new StoreMetrics(Meters), time, NullLogger<Housekeeping>.Instance);

    private async Task<HashKeys> LoadedAsync()
    {
        var keys = new HashKeys(store, time);
        await keys.LoadAsync(CancellationToken.None);
        return keys;
    }
}
