using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Collect;
using Tracking.Application.Destinations;
using Tracking.Application.Destinations.Rules;
using Tracking.Application.Privacy;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Consent;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Forwarding;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Privacy;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Outbox;
using Tracking.Infrastructure.Tests.Destinations;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>What the program does with destinations in its store.</summary>
internal sealed class DestinationOperations(IDbContextFactory<TrackingContext> store, Site site, TimeProvider time)
{
    private static readonly EventWindow Always = new(DateTimeOffset.UnixEpoch, TestEvents.Noon.AddYears(1));

    /// <summary>Adds one, changes it, tries it out, takes it away.</summary>
    public async Task AdministerAsync()
    {
        await using var services = Services();
        await services.GetRequiredService<HashKeys>().LoadAsync(CancellationToken.None);
        await services.GetRequiredService<ConsentRecords>().RefreshAsync(CancellationToken.None);
        var port = services.GetRequiredService<IDestinations>();
        var added = (await port.AddAsync(site, "webhook", Settings("""{ "url": "https://hook.example/", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }"""), CancellationToken.None)).Destination.ShouldNotBeNull();
        var id = added.Destination.Id;
        (await port.ListAsync(site, CancellationToken.None)).ShouldNotBeEmpty();
        (await port.ChangeAsync(site, id, new DestinationChange("hook", ConsentPurposes.Marketing, true, null, EventRules.None), CancellationToken.None))!.Errors.ShouldBeEmpty();
        (await port.DryRunAsync(site, id, Settings("""{ "url": "https://hook.example/2" }"""), Always, CancellationToken.None)).Errors.ShouldBeEmpty();
        (await port.DeliveriesAsync(added.Destination, new DeliveryFilter(DeliveryState.Failed, 7, 10), CancellationToken.None)).ShouldBeEmpty();
        (await port.DeleteAsync(site, id, CancellationToken.None)).ShouldBeTrue();
    }

    /// <summary>Writes what became of events, tries them again, has them replayed.</summary>
    public async Task DeliverAsync()
    {
        await using var services = Services();
        var deliveries = services.GetRequiredService<Deliveries>();
        var line = new OutboxLine(OutboxLineRow.Bus, store, time);
        await line.HoldAsync(CancellationToken.None);
        var fresh = await deliveries.AfterAsync(site.Id, 0, Deliveries.MostAtOnce, CancellationToken.None);
        fresh.Events.ShouldNotBeEmpty();
        var rows = Enumerable.Range(1_000, 600).Select(id => new DeliveryRow
        {
            DestinationId = 7,
            EventId = id,
            State = DeliveryState.Waiting,
            Attempts = 1,
            AtMs = 1,
            NextAttemptAtMs = id % 2 == 0 ? 1 : null,
        });
        (await deliveries.WriteAsync([.. rows], line, 1_600, CancellationToken.None)).ShouldBeTrue();
        await deliveries.DueAsync(7, time.GetUtcNow(), 10, CancellationToken.None);
        await deliveries.DueInOrderAsync(7, time.GetUtcNow(), 10, CancellationToken.None);
        await deliveries.WaitingAsync(7, CancellationToken.None);
        await deliveries.ForgetAsync(7, [1, 2], CancellationToken.None);
        await deliveries.WakeAsync(7, time.GetUtcNow(), CancellationToken.None);
        await deliveries.ReportAsync(7, "http_500", time.GetUtcNow(), CancellationToken.None);
        await deliveries.ReportAsync(7, null, time.GetUtcNow(), CancellationToken.None);
    }

    /// <summary>Puts events in line again.</summary>
    public async Task ReplayAsync()
    {
        await using var db = await store.CreateDbContextAsync();
        db.OutboxLines.Add(new OutboxLineRow { Name = DestinationRow.LineOf(7), Position = 1_000 });
        await db.SaveChangesAsync();
        var destination = new Destination(7, site.Id, "webhook", "hook", ConsentPurposes.Analytics, IsPaused: false, time.GetUtcNow());
        foreach (var state in (DeliveryState[])[DeliveryState.Failed, DeliveryState.Waiting])
            await new Replay(store, time).RunAsync(destination, new ReplayFilter(Always, state, "http_400"), CancellationToken.None);
    }

    /// <summary>Looks for the way of an event: with and without its key, and at a destination.</summary>
    public async Task TraceAsync()
    {
        await using var db = await store.CreateDbContextAsync();
        db.Destinations.Add(new DestinationRow
        {
            SiteId = site.Id,
            Kind = "webhook",
            Name = "hook",
            Requires = ConsentPurposes.Analytics,
            IsPaused = true,
            Settings = "{}",
            Rules = "{}",
            CreatedAtMs = 0,
        });
        await db.SaveChangesAsync();
        var handler = new GetTraceHandler(store, new TestKeys(), new BusOptions { Transport = BusTransport.RabbitMq });
        foreach (var messageId in (string[])["click", "never"])
            await handler.Handle(new GetTrace(site, messageId), CancellationToken.None);
    }

    private static DestinationChange Settings(string json) => new(null, null, null, JsonSerializer.Deserialize<JsonElement>(json), null);

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        TestDestinations.Add(services, store, time, works: true);
        return services.AddSingleton<HashKeys>().AddSingleton<IHashKeys>(provider => provider.GetRequiredService<HashKeys>())
            .AddSingleton<ConsentRecords>().AddSingleton(new StoreMigration(store, Microsoft.Extensions.Logging.Abstractions.NullLogger<StoreMigration>.Instance))
            .BuildServiceProvider();
    }
}
