using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Store.Sessions;
using Tracking.Infrastructure.Store.SqlServer;

namespace Tracking.Infrastructure.Store.Events;

/// <inheritdoc cref="IReclassification"/>
/// <remarks>
/// Rows are changed where they lie and not by way of entities: a site's erasure may delete them at the same time.
/// </remarks>
internal sealed class Reclassification(IDbContextFactory<TrackingContext> contexts, BotClassifier classifier, StoreMigration migration)
    : IReclassification
{
    private const int SessionsPerSlice = 500;
    private const int ChunkSize = 500;

    /// <summary>After how many events a slice ends; a session is never divided.</summary>
    internal int EventsPerSlice { get; init; } = 5_000;

    /// <inheritdoc/>
    public async Task<ReclassificationSummary> RunAsync(IProgress<ReclassificationSummary> progress, CancellationToken cancellationToken)
    {
        if (classifier.Problem is { } problem)
            throw new InvalidDataException(problem);
        await migration.RunAsync(cancellationToken);
        var summary = new ReclassificationSummary(0, 0, 0, 0, 0);
        // What begins after these numbers was judged by today's list, unless it waited to be stored since before the upgrade (docs/operate).
        var (endOfSessions, endOfEvents) = await NextNumbersAsync(cancellationToken);
        var signals = await SignalsAsync(cancellationToken);
        // Downwards: a late event that joins two sessions moves events to the lower number, which must still be to come.
        for (var end = endOfSessions; end > 1;)
        {
            (end, summary) = await SessionsBelowAsync(end, signals, summary, cancellationToken);
            Report(endOfSessions - end);
        }

        for (long first = 1; first < endOfEvents; first += EventsPerSlice)
        {
            summary = await WithoutSessionAsync(first, signals, summary, cancellationToken);
            Report(endOfSessions + Math.Min(first + EventsPerSlice, endOfEvents));
        }

        return summary;

        void Report(long done)
        {
            summary = summary with { Part = (double)done / (endOfSessions + endOfEvents) };
            progress.Report(summary);
        }
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

    private static async Task<IDbContextTransaction> BeginAsync(TrackingContext db, CancellationToken cancellationToken)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (db is SqlServerTrackingContext)
            await WriterLock.TakeAsync(db, cancellationToken);
        return transaction;
    }

    /// <returns>The lowest number that it has gone through.</returns>
    private async Task<(long First, ReclassificationSummary Summary)> SessionsBelowAsync(
        long end, Dictionary<Guid, BotSignals> signals, ReclassificationSummary summary, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await BeginAsync(db, cancellationToken);
        var sessions = await NextSessionsAsync(db, end, cancellationToken);
        if (sessions.Count == 0)
            return (1, summary);
        var first = sessions.Min(row => row.Id);
        var events = db.Events.Where(row => row.SessionId >= first && row.SessionId < end);
        var judged = await JudgedAsync(events, cancellationToken);

        var changed = await UpdateAsync(events, judged, signals, cancellationToken);
        summary = summary with { Sessions = summary.Sessions + sessions.Count, Events = summary.Events + changed };
        var bySession = judged.ToLookup(one => one.SessionId, one => Now(one, signals));
        foreach (var row in sessions)
        {
            var (wereSignals, wasBot) = (row.EventSignals, row.IsBot);
            row.EventSignals = bySession[row.Id].Aggregate(BotSignals.None, (all, one) => all | one);
            row.IsBot = SessionWriting.ToSession(row).IsBot;
            if (row.EventSignals != wereSignals || row.IsBot != wasBot)
            {
                await db.Sessions.Where(session => session.Id == row.Id).ExecuteUpdateAsync(
                    set => set.SetProperty(session => session.EventSignals, row.EventSignals).SetProperty(session => session.IsBot, row.IsBot),
                    cancellationToken);
            }

            if (row.IsBot == wasBot)
                continue;
            await SessionWriting.JudgeStoredAsync(db, row.Id, row.IsBot, cancellationToken);
            summary = row.IsBot ? summary with { NowBots = summary.NowBots + 1 } : summary with { NowPeople = summary.NowPeople + 1 };
        }

        await transaction.CommitAsync(cancellationToken);
        return (first, summary);
    }

    /// <summary>The highest ones below, as far as their events are few enough.</summary>
    private async Task<List<SessionRow>> NextSessionsAsync(TrackingContext db, long end, CancellationToken cancellationToken)
    {
        var rows = await db.Sessions.AsNoTracking().Where(row => row.Id < end).OrderByDescending(row => row.Id).Take(SessionsPerSlice)
            .ToListAsync(cancellationToken);
        long events = 0;
        var tooMany = rows.FindIndex(row => (events += row.Events) > EventsPerSlice);
        return tooMany < 0 ? rows : rows.GetRange(0, Math.Max(1, tooMany));
    }

    /// <summary>What belongs to no session (<c>identify</c>) is judged by itself.</summary>
    private async Task<ReclassificationSummary> WithoutSessionAsync(
        long first, Dictionary<Guid, BotSignals> signals, ReclassificationSummary summary, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await BeginAsync(db, cancellationToken);
        var end = first + EventsPerSlice;
        var events = db.Events.Where(row => row.SessionId == null && row.Id >= first && row.Id < end);
        var judged = await JudgedAsync(events, cancellationToken);
        var changed = await UpdateAsync(events, judged, signals, cancellationToken);
        foreach (var now in judged.Select(one => Now(one, signals)).Distinct())
        {
            var isBot = now.IsBot();
            await events.Where(row => row.BotSignals == now && row.IsBot != isBot)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.IsBot, isBot), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return summary with { Events = summary.Events + changed };
    }

    // A session may have a million events, of which most are alike.
    private static async Task<List<Judged>> JudgedAsync(IQueryable<EventRow> events, CancellationToken cancellationToken) =>
        (await events.Select(row => new { row.SessionId, row.UserAgentKey, row.BotSignals }).Distinct().ToListAsync(cancellationToken))
            .ConvertAll(one => new Judged(one.SessionId, one.UserAgentKey, one.BotSignals));

    private static async Task<long> UpdateAsync(
        IQueryable<EventRow> events, List<Judged> judged, Dictionary<Guid, BotSignals> signals, CancellationToken cancellationToken)
    {
        long changed = 0;
        foreach (var alike in judged.Where(one => Now(one, signals) != one.Signals).GroupBy(one => (Before: one.Signals, Now: Now(one, signals))))
        {
            var (before, now) = alike.Key;
            foreach (var keys in alike.Select(one => one.UserAgentKey).Distinct().Chunk(ChunkSize))
            {
                changed += await events.Where(row => row.BotSignals == before && keys.Contains(row.UserAgentKey))
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.BotSignals, now), cancellationToken);
            }
        }

        return changed;
    }

    private static BotSignals Now(Judged one, Dictionary<Guid, BotSignals> signals) =>
        one.UserAgentKey is { } key && signals.TryGetValue(key, out var now) ? (one.Signals & ~BotJudgement.OfUserAgent) | now : one.Signals;

    /// <summary>Events of one session that are judged alike.</summary>
    private sealed record Judged(long? SessionId, Guid? UserAgentKey, BotSignals Signals);
}
