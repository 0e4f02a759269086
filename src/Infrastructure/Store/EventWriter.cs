using Microsoft.EntityFrameworkCore;
using Tracking.Application.Collect;
using Tracking.Domain.Collect;
using Tracking.Domain.Sessions;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Store.Events;
using Tracking.Infrastructure.Store.Intake;
using Tracking.Infrastructure.Store.Orders;
using Tracking.Infrastructure.Store.Sessions;
using Tracking.Infrastructure.Store.SqlServer;

namespace Tracking.Infrastructure.Store;

/// <summary>
/// The store's transaction (docs/adr/0004): batches that are new, of them the events that are new, their sessions, orders and counts,
/// all or nothing. Writers wait for each other, so that two events of one visitor or order never race. Safe to run twice: a batch
/// that was stored is known by its id, an event by its message key.
/// </summary>
internal sealed class EventWriter(IDbContextFactory<TrackingContext> contexts, TimeProvider time)
{
    private const int ChunkSize = 500;

    /// <summary>How long a write key's message ids are remembered (HTTP contract v1, "Collect").</summary>
    private static readonly TimeSpan RememberFor = TimeSpan.FromDays(31);

    /// <summary>Stores the batches.</summary>
    /// <returns>How many of their events were new.</returns>
    public async Task<int> StoreAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        // On Sqlite this begins IMMEDIATE, so it is the one writer from here on.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (db is SqlServerTrackingContext)
            await WriterLock.TakeAsync(db, cancellationToken);

        var unseen = await UnseenAsync(db, batches, cancellationToken);
        var sites = await db.Sites.Where(site => site.DeletedAtMs == null).Select(site => site.Id).ToHashSetAsync(cancellationToken);
        var tally = new IntakeTotals();
        foreach (var count in unseen.SelectMany(batch => batch.Counts))
            tally.Add(count.SiteId, count.QuarterStartMs, count.Kind, count.Reason, count.Count);

        var events = await NewEventsAsync(
            db, [.. unseen.SelectMany(batch => batch.Events).Where(one => sites.Contains(one.Header.SiteId))], tally, cancellationToken);
        await StoreEventsAsync(db, events, cancellationToken);
        await OrderWriting.WriteAsync(db, events, cancellationToken);
        await tally.WriteAsync(db, sites, cancellationToken);
        db.RejectedSamples.AddRange(unseen.SelectMany(batch => batch.Samples).Where(one => sites.Contains(one.SiteId)).Select(one =>
            new RejectedSampleRow
            {
                SiteId = one.SiteId,
                ReceivedAtMs = one.ReceivedAtMs,
                Type = one.Type,
                Path = one.Path,
                Reason = one.Reason,
            }));
        db.StoredBatches.AddRange(unseen.Select(batch =>
            new StoredBatchRow { BatchId = batch.BatchId, StoredAtMs = time.GetUtcNow().ToUnixTimeMilliseconds() }));

        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return events.Count;
    }

    /// <summary>Those of the batches that are not stored yet.</summary>
    public static async Task<IReadOnlyList<EventBatch>> UnseenAsync(
        TrackingContext db, IReadOnlyList<EventBatch> batches, CancellationToken cancellationToken)
    {
        var distinct = batches.DistinctBy(batch => batch.BatchId).ToList();
        var ids = distinct.ConvertAll(batch => batch.BatchId);
        var stored = await db.StoredBatches.Where(row => ids.Contains(row.BatchId)).Select(row => row.BatchId).ToHashSetAsync(cancellationToken);
        return distinct.FindAll(batch => !stored.Contains(batch.BatchId));
    }

    private static async Task<List<Stored>> NewEventsAsync(
        TrackingContext db, List<CollectedEvent> events, IntakeTotals tally, CancellationToken cancellationToken)
    {
        var fresh = new List<Stored>(events.Count);
        foreach (var site in events.GroupBy(one => one.Header.SiteId))
        {
            var known = new HashSet<Guid>();
            foreach (var chunk in site.Select(one => one.Header.MessageKey).Distinct().Chunk(ChunkSize))
            {
                known.UnionWith(await db.MessageKeys
                    .Where(row => row.SiteId == site.Key && chunk.Contains(row.MessageKey))
                    .Select(row => row.MessageKey)
                    .ToListAsync(cancellationToken));
            }

            foreach (var one in site)
            {
                var header = one.Header;
                var kind = !known.Add(header.MessageKey) ? IntakeKind.Duplicate
                    : header.Consent.Anonymised ? IntakeKind.Anonymised
                    : IntakeKind.Accepted;
                tally.Add(header.SiteId, header.ReceivedAt, kind);
                if (kind == IntakeKind.Duplicate)
                    continue;
                fresh.Add(new Stored(one));
            }
        }

        return fresh;
    }

    private static async Task StoreEventsAsync(TrackingContext db, List<Stored> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
            return;
        var nextEvent = await db.Numbers.SingleAsync(row => row.Name == NumberRow.NextEvent, cancellationToken);
        foreach (var one in events)
            one.EventId = nextEvent.Value++;
        await db.Bulk.AddAsync(events.ConvertAll(one => one.ToKey()), cancellationToken);
        await SessionWriting.WriteAsync(db, events, cancellationToken);
        await UserAgentWriting.WriteAsync(db, events, cancellationToken);
        await db.Bulk.AddAsync(events.ConvertAll(one => one.ToRow()), cancellationToken);
    }

    private static SessionEntry EntryOf(string? page, EventEnrichment found) => new()
    {
        Page = page,
        Traffic = found.Traffic,
        Place = found.Place,
        Language = found.Language,
        Device = found.Device?.Type,
        Browser = found.Device?.Browser,
        Os = found.Device?.Os,
    };

    /// <summary>An event on its way into the store.</summary>
    internal sealed class Stored(CollectedEvent collected)
    {
        public CollectedEvent Event { get; } = collected;

        public Guid VisitorKey { get; } = CookielessVisitor.KeyOf(collected.Header.VisitorId);

        public EventPosition Position { get; } = new(
            collected.Header.Timestamp.ToUnixTimeMilliseconds(), collected.Header.Sequence, collected.Header.MessageKey);

        public (string Path, string Hostname)? Page { get; } = PageUrl.Parts(collected.PageUrl);

        public ReducedUserAgent? UserAgent { get; } = collected.Header.Enrichment.UserAgent;

        public Guid? UserAgentKey { get; set; }

        public bool IsBot { get; set; } = collected.Header.Enrichment.BotSignals.IsBot();

        public SessionEvent InSession
        {
            get
            {
                var found = Event.Header.Enrichment;
                return new SessionEvent(Position, Event.SessionRole, EntryOf(Page?.Path, found), found.BotSignals);
            }
        }

        public long EventId { get; set; }

        public long? SessionId { get; set; }

        public MessageKeyRow ToKey() => new()
        {
            SiteId = Event.Header.SiteId,
            MessageKey = Event.Header.MessageKey,
            EventId = EventId,
            ForgetAtMs = Event.Header.FromServer ? null : (Event.Header.ReceivedAt + RememberFor).ToUnixTimeMilliseconds(),
        };

        public EventRow ToRow()
        {
            var header = Event.Header;
            return new EventRow
            {
                Id = EventId,
                SiteId = header.SiteId,
                TimestampMs = Position.Milliseconds,
                Sequence = header.Sequence,
                MessageKey = header.MessageKey,
                MessageId = header.MessageId,
                ReceivedAtMs = header.ReceivedAt.ToUnixTimeMilliseconds(),
                Type = EventTypes.Of(Event).Name,
                Event = Event.Name ?? EventTypes.Of(Event).Name,
                VisitorKey = VisitorKey,
                VisitorId = header.VisitorId,
                SessionId = SessionId,
                AnonymousId = header.AnonymousId,
                UserId = header.UserId,
                Page = Page?.Path,
                Hostname = Page?.Hostname,
                Title = Event.PageTitle,
                IsBot = IsBot,
                BotSignals = header.Enrichment.BotSignals,
                UserAgentKey = UserAgentKey,
                Consent = (header.Consent.Analytics ? ConsentFlags.Analytics : 0)
                    | (header.Consent.Marketing ? ConsentFlags.Marketing : 0)
                    | (header.Consent.Personalization ? ConsentFlags.Personalization : 0)
                    | (header.Consent.Anonymised ? ConsentFlags.Anonymised : 0),
                Data = StoredData.Of(Event),
            };
        }
    }
}
