using Microsoft.EntityFrameworkCore;
using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Store.Sessions;
using Tracking.Infrastructure.Store.SqlServer;

namespace Tracking.Infrastructure.Store.Events;

/// <inheritdoc cref="IReclassification"/>
internal sealed class Reclassification(IDbContextFactory<TrackingContext> contexts, BotClassifier classifier, StoreMigration migration)
    : IReclassification
{
    private const int SessionsPerSlice = 500;
    private const int EventsPerSlice = 5_000;
    private const int ChunkSize = 500;

    /// <inheritdoc/>
    public async Task<ReclassificationSummary> RunAsync(IProgress<ReclassificationSummary> progress, CancellationToken cancellationToken)
    {
        await migration.RunAsync(cancellationToken);
        var summary = new ReclassificationSummary(0, 0, 0, 0, 0);
        // What is stored after these numbers was judged by today's list already.
        var (endOfSessions, endOfEvents) = await NextNumbersAsync(cancellationToken);
        var signals = await SignalsAsync(cancellationToken);
        for (long first = 1; first < endOfSessions; first += SessionsPerSlice)
        {
            summary = await SliceAsync(first, signals, summary, cancellationToken);
            summary = summary with { Part = Math.Min(1, (double)(first + SessionsPerSlice) / endOfSessions) };
            progress.Report(summary);
        }

        for (long first = 1; first < endOfEvents; first += EventsPerSlice)
            summary = await WithoutSessionAsync(first, signals, summary, cancellationToken);
        return summary;
    }

    private async Task<(long Session, long Event)> NextNumbersAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var session = await db.Numbers.SingleAsync(row => row.Name == NumberRow.NextSession, cancellationToken);
        var next = await db.Numbers.SingleAsync(row => row.Name == NumberRow.NextEvent, cancellationToken);
        return (session.Value, next.Value);
    }

    private async Task<Dictionary<Guid, BotSignals>> SignalsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var signals = new Dictionary<Guid, BotSignals>();
        await foreach (var row in db.UserAgents.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            signals[row.Key] = classifier.Of(new ReducedUserAgent(row.Text, row.AsksForPages));
        return signals;
    }

    private async Task<ReclassificationSummary> SliceAsync(
        long first, Dictionary<Guid, BotSignals> signals, ReclassificationSummary summary, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (db is SqlServerTrackingContext)
            await WriterLock.TakeAsync(db, cancellationToken);
        var end = first + SessionsPerSlice;
        var sessions = await db.Sessions.Where(row => row.Id >= first && row.Id < end).ToListAsync(cancellationToken);
        var events = await db.Events.Where(row => row.SessionId >= first && row.SessionId < end)
            .Select(row => new Judged(row.Id, row.SessionId, row.UserAgentKey, row.BotSignals)).ToListAsync(cancellationToken);

        summary = summary with
        {
            Sessions = summary.Sessions + sessions.Count,
            Events = summary.Events + await UpdateAsync(db, events, signals, cancellationToken),
        };
        var bySession = events.ToLookup(one => one.SessionId, one => Now(one, signals));
        foreach (var row in sessions)
        {
            row.EventSignals = bySession[row.Id].Aggregate(BotSignals.None, (all, one) => all | one);
            var isBot = SessionWriting.ToSession(row).IsBot;
            if (isBot == row.IsBot)
                continue;
            row.IsBot = isBot;
            await SessionWriting.JudgeStoredAsync(db, row.Id, isBot, cancellationToken);
            summary = isBot ? summary with { NowBots = summary.NowBots + 1 } : summary with { NowPeople = summary.NowPeople + 1 };
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return summary;
    }

    /// <summary>What belongs to no session (<c>identify</c>) is judged by itself.</summary>
    private async Task<ReclassificationSummary> WithoutSessionAsync(
        long first, Dictionary<Guid, BotSignals> signals, ReclassificationSummary summary, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (db is SqlServerTrackingContext)
            await WriterLock.TakeAsync(db, cancellationToken);
        var end = first + EventsPerSlice;
        var events = await db.Events.Where(row => row.SessionId == null && row.Id >= first && row.Id < end)
            .Select(row => new Judged(row.Id, row.SessionId, row.UserAgentKey, row.BotSignals)).ToListAsync(cancellationToken);
        var changed = await UpdateAsync(db, events, signals, cancellationToken);
        foreach (var judged in events.GroupBy(one => Now(one, signals).IsBot()))
        {
            var (isBot, ids) = (judged.Key, judged.Select(one => one.Id).ToList());
            foreach (var chunk in ids.Chunk(ChunkSize))
            {
                await db.Events.Where(row => chunk.Contains(row.Id) && row.IsBot != isBot)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.IsBot, isBot), cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return summary with { Events = summary.Events + changed };
    }

    private static async Task<int> UpdateAsync(
        TrackingContext db, List<Judged> events, Dictionary<Guid, BotSignals> signals, CancellationToken cancellationToken)
    {
        var changed = events.Where(one => Now(one, signals) != one.Signals).ToList();
        foreach (var chunk in changed.GroupBy(one => Now(one, signals)).SelectMany(alike => alike.Chunk(ChunkSize), (alike, ids) => (Signals: alike.Key, ids)))
        {
            var (now, ids) = (chunk.Signals, chunk.ids.Select(one => one.Id).ToList());
            await db.Events.Where(row => ids.Contains(row.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.BotSignals, now), cancellationToken);
        }

        return changed.Count;
    }

    private static BotSignals Now(Judged one, Dictionary<Guid, BotSignals> signals) =>
        one.UserAgentKey is { } key && signals.TryGetValue(key, out var now) ? (one.Signals & ~BotJudgement.OfUserAgent) | now : one.Signals;

    private sealed record Judged(long Id, long? SessionId, Guid? UserAgentKey, BotSignals Signals);
}
