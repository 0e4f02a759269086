using Microsoft.EntityFrameworkCore;
using Tracking.Domain.Collect;
using Tracking.Domain.Sessions;

namespace Tracking.Infrastructure.Store.Sessions;

/// <summary>Puts new events into sessions, within the store's transaction.</summary>
internal static class SessionWriting
{
    private const int ChunkSize = 500;

    /// <summary>Gives each event its session, and adds, changes and joins the sessions' rows.</summary>
    public static async Task WriteAsync(TrackingContext db, IReadOnlyList<EventWriter.Stored> events, CancellationToken cancellationToken)
    {
        var next = await db.Numbers.SingleAsync(row => row.Name == NumberRow.NextSession, cancellationToken);
        var firstNew = next.Value;
        var (changed, gone) = (new List<SessionRow>(), new List<long>());
        var bySite = events.Where(one => one.Event.SessionRole != SessionRole.None).GroupBy(one => one.Event.Header.SiteId);
        foreach (var site in bySite)
        {
            foreach (var visitors in site.GroupBy(one => one.VisitorKey).Chunk(ChunkSize))
            {
                var rows = await NearAsync(db, site.Key, visitors, cancellationToken);
                foreach (var visitor in visitors)
                {
                    var known = rows.GetValueOrDefault(visitor.Key, []);
                    var sessions = new VisitorSessions(known.Select(ToSession), () => next.Value++);
                    foreach (var one in visitor)
                        one.SessionId = sessions.Add(one.InSession);

                    await JoinAsync(db, sessions, visitor, firstNew, cancellationToken);
                    await JudgeAsync(db, sessions, known, visitor, cancellationToken);
                    foreach (var session in sessions.Current)
                    {
                        if (known.Find(row => row.Id == session.Id)?.Events != session.Events)
                            changed.Add(ToRow(session, site.Key, visitor.Key));
                    }

                    gone.AddRange(sessions.Joined.Select(join => join.Gone).Where(id => id < firstNew));
                }
            }
        }

        await db.Bulk.AddOrReplaceAsync(changed, cancellationToken);
        foreach (var chunk in gone.Chunk(ChunkSize))
            await db.Sessions.Where(row => chunk.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    private static async Task<Dictionary<Guid, List<SessionRow>>> NearAsync(
        TrackingContext db, int siteId, IGrouping<Guid, EventWriter.Stored>[] visitors, CancellationToken cancellationToken)
    {
        var keys = Array.ConvertAll(visitors, visitor => visitor.Key);
        var after = visitors.Min(visitor => visitor.Min(one => one.Position.Milliseconds)) - Session.GapMilliseconds;
        var before = visitors.Max(visitor => visitor.Max(one => one.Position.Milliseconds)) + Session.GapMilliseconds;
        var rows = await db.Sessions
            .Where(row => row.SiteId == siteId && keys.Contains(row.VisitorKey) && row.EndMs > after && row.StartMs < before)
            .AsNoTracking().ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.VisitorKey).ToDictionary(group => group.Key, group => group.ToList());
    }

    private static async Task JoinAsync(
        TrackingContext db, VisitorSessions sessions, IEnumerable<EventWriter.Stored> events, long firstNew, CancellationToken cancellationToken)
    {
        foreach (var (gone, into) in sessions.Joined)
        {
            foreach (var one in events.Where(one => one.SessionId == gone))
                one.SessionId = into;
            if (gone < firstNew)
            {
                await db.Events.Where(row => row.SessionId == gone)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.SessionId, into), cancellationToken);
            }
        }
    }

    /// <summary>
    /// Gives each event its session's judgement. What of the session is stored already follows where the judgement has changed, or where
    /// sessions of different ones were joined.
    /// </summary>
    private static async Task JudgeAsync(
        TrackingContext db,
        VisitorSessions sessions,
        List<SessionRow> known,
        IEnumerable<EventWriter.Stored> events,
        CancellationToken cancellationToken)
    {
        foreach (var one in events)
            one.IsBot = IsBot(one.SessionId!.Value);
        var changed = known.Where(row => IsBot(Final(row.Id)) != row.IsBot).Select(row => Final(row.Id)).Distinct();
        foreach (var id in changed)
            await JudgeStoredAsync(db, id, IsBot(id), cancellationToken);

        bool IsBot(long id) => sessions.Current.Single(session => session.Id == id).IsBot;

        // What took a session in may have been taken in itself.
        long Final(long id) => sessions.Joined.Find(join => join.Gone == id) is { Gone: > 0 } join ? Final(join.Into) : id;
    }

    /// <summary>Gives a session's stored events its judgement.</summary>
    public static Task JudgeStoredAsync(TrackingContext db, long sessionId, bool isBot, CancellationToken cancellationToken) =>
        db.Events.Where(row => row.SessionId == sessionId && row.IsBot != isBot)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.IsBot, isBot), cancellationToken);

    public static Session ToSession(SessionRow row) => new()
    {
        Id = row.Id,
        First = new EventPosition(row.StartMs, row.StartSequence, row.StartKey),
        EndMilliseconds = row.EndMs,
        Entry = EntryOf(row),
        EventSignals = row.EventSignals,
        LastPageView = row.LastPageViewMs is { } at
            ? new EventPosition(at, row.LastPageViewSequence!.Value, row.LastPageViewKey!.Value)
            : null,
        ExitPage = row.ExitPage,
        Events = row.Events,
        PageViews = row.PageViews,
        Interactions = row.Interactions,
    };

    // What the entry does not repeat (versions) no session needs.
    private static SessionEntry EntryOf(SessionRow row) => new()
    {
        Page = row.EntryPage,
        Traffic = row.Channel is null
            ? null
            : new Traffic(row.Channel, row.Source, row.Medium, row.Campaign, row.Term, row.Content, row.Referrer),
        Place = (row.Country ?? row.Region ?? row.City) is null ? null : new Place(row.Country, row.Region, row.City),
        Language = row.Language,
        Device = row.Device,
        Browser = row.Browser,
        Os = row.Os,
    };

    private static void Copy(SessionEntry entry, SessionRow row)
    {
        row.EntryPage = entry.Page;
        row.Channel = Fitting(entry.Traffic?.Channel);
        row.Source = Fitting(entry.Traffic?.Source);
        row.Medium = Fitting(entry.Traffic?.Medium);
        row.Campaign = Fitting(entry.Traffic?.Campaign);
        row.Term = Fitting(entry.Traffic?.Term);
        row.Content = Fitting(entry.Traffic?.Content);
        row.Referrer = Fitting(entry.Traffic?.Referrer);
        row.Country = Fitting(entry.Place?.Country);
        row.Region = Fitting(entry.Place?.Region);
        row.City = Fitting(entry.Place?.City);
        row.Language = Fitting(entry.Language);
        row.Device = Fitting(entry.Device);
        row.Browser = Fitting(entry.Browser);
        row.Os = Fitting(entry.Os);
    }

    // Part of a user agent, a name in an operator's file: a text that does not fit its column must not hold up a batch.
    private static string? Fitting(string? text)
    {
        if (text is not { Length: > SessionRow.MaxDimensionLength })
            return text;
        var end = SessionRow.MaxDimensionLength;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)];
    }

    private static SessionRow ToRow(Session session, int siteId, Guid visitorKey)
    {
        var row = new SessionRow { Id = session.Id, SiteId = siteId, VisitorKey = visitorKey };
        Copy(session.Entry, row);
        (row.StartMs, row.StartSequence, row.StartKey) = (session.First.Milliseconds, session.First.Sequence, session.First.Key);
        row.EndMs = session.EndMilliseconds;
        row.LastPageViewMs = session.LastPageView?.Milliseconds;
        row.LastPageViewSequence = session.LastPageView?.Sequence;
        row.LastPageViewKey = session.LastPageView?.Key;
        row.ExitPage = session.ExitPage;
        row.Events = session.Events;
        row.PageViews = session.PageViews;
        row.Interactions = session.Interactions;
        row.IsBounce = session.IsBounce;
        row.EventSignals = session.EventSignals;
        row.IsBot = session.IsBot;
        return row;
    }
}
