using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Privacy;
using Tracking.Domain.Collect;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Reports.Events;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Events;
using Tracking.Infrastructure.Store.Outbox;

namespace Tracking.Infrastructure.Privacy;

internal sealed class GetTraceHandler(IDbContextFactory<TrackingContext> contexts, IHashKeys keys, BusOptions bus) : IRequestHandler<GetTrace, EventTrace?>
{
    public async Task<EventTrace?> Handle(GetTrace request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, request, cancellationToken) is not { } row)
            return null;
        var data = JsonSerializer.Deserialize<StoredData>(row.Data, StoredData.Json)!;
        var contract = StoredEvents.ToContract(row, data, request.Site.Name);
        var published = bus.Transport == BusTransport.InMemory
            ? "off"
            : await db.OutboxLines.AnyAsync(line => line.Name == OutboxLineRow.Bus && line.Position >= row.Id, cancellationToken) ? "published" : "waiting";
        return new EventTrace(
            row.MessageId,
            row.Id,
            row.Type,
            new TracedValidation(contract.Timestamp, contract.ReceivedAt),
            new TracedConsent(contract.Consent.Analytics, contract.Consent.Marketing, contract.Consent.Personalization, contract.Consent.Anonymised, data.Basis),
            new TracedEnrichment(
                data.Address is null ? "none" : data.Address.Contains('/', StringComparison.Ordinal) ? "truncated" : "full",
                contract.Geo,
                contract.Device,
                contract.Traffic,
                [.. Enum.GetValues<BotSignals>().Where(signal => signal != 0 && row.BotSignals.HasFlag(signal)).Select(Words.Of)]),
            new TracedStore(contract.SessionId, row.VisitorId),
            new TracedPublish(published),
            await DeliveriesAsync(db, row, cancellationToken));
    }

    private async Task<EventRow?> FindAsync(TrackingContext db, GetTrace request, CancellationToken cancellationToken)
    {
        var site = request.Site.Id;
        // An anonymised event's id is the hash itself.
        var key = MessageKeys.Of(keys, request.Site.Name, request.MessageId);
        var isHash = Guid.TryParseExact(request.MessageId, "N", out var hash);
        var known = await db.MessageKeys.AsNoTracking().Where(row => row.SiteId == site && (row.MessageKey == key || (isHash && row.MessageKey == hash)))
            .Select(row => row.EventId).ToListAsync(cancellationToken);
        if (known.OfType<long>().Cast<long?>().FirstOrDefault() is { } id)
            return await db.Events.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.SiteId == site, cancellationToken);
        // Of an earlier release, or its key is forgotten: every event of the site is looked at.
        return await db.Events.AsNoTracking().Where(row => row.SiteId == site && (row.MessageKey == key || (isHash && row.MessageKey == hash)))
            .OrderBy(row => row.Id).FirstOrDefaultAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<TracedDelivery>> DeliveriesAsync(TrackingContext db, EventRow row, CancellationToken cancellationToken)
    {
        var traced = new List<TracedDelivery>();
        foreach (var destination in await db.Destinations.AsNoTracking().Where(one => one.SiteId == row.SiteId).OrderBy(one => one.Id).ToListAsync(cancellationToken))
        {
            var name = DestinationRow.LineOf(destination.Id);
            var delivery = await db.Deliveries.AsNoTracking()
                .SingleOrDefaultAsync(one => one.DestinationId == destination.Id && one.EventId == row.Id, cancellationToken);
            var isBehind = delivery is null && await db.OutboxLines.AnyAsync(line => line.Name == name && line.Position < row.Id, cancellationToken);
            traced.Add(new TracedDelivery(
                destination.Id,
                destination.Name,
                destination.Kind,
                delivery?.State ?? (isBehind ? DeliveryState.Waiting : null),
                delivery?.Reason,
                delivery?.Attempts ?? 0,
                delivery is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(delivery.AtMs),
                delivery?.NextAttemptAtMs is { } next ? DateTimeOffset.FromUnixTimeMilliseconds(next) : null));
        }

        return traced;
    }
}
