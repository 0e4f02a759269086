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
        var bySite = events.Where(one => one.Event.SessionRole != SessionRole.None).GroupBy(one => one.Event.Header.SiteId);
        foreach (var site in bySite)
        {
            foreach (var visitors in site.GroupBy(one => one.VisitorKey).Chunk(ChunkSize))
            {
                var rows = await NearAsync(db, site.Key, visitors, cancellationToken);
                foreach (var visitor in visitors)
                {
                    var known = rows.TryGetValue(visitor.Key, out var near) ? near : [];
                    var sessions = new VisitorSessions(known.Select(ToSession), () => next.Value++);
                    foreach (var one in visitor)
                        one.SessionId = sessions.Add(one.Position, one.Event.SessionRole, one.Page?.Path);

                    await JoinAsync(db, sessions, [.. visitor], firstNew, cancellationToken);
                    WriteBack(db, site.Key, visitor.Key, known, sessions);
                }
            }
        }
    }

    private static async Task<Dictionary<Guid, List<SessionRow>>> NearAsync(
        TrackingContext db, int siteId, IGrouping<Guid, EventWriter.Stored>[] visitors, CancellationToken cancellationToken)
    {
        var keys = Array.ConvertAll(visitors, visitor => visitor.Key);
        var after = visitors.Min(visitor => visitor.Min(one => one.Position.Milliseconds)) - Session.GapMilliseconds;
        var before = visitors.Max(visitor => visitor.Max(one => one.Position.Milliseconds)) + Session.GapMilliseconds;
        var rows = await db.Sessions
            .Where(row => row.SiteId == siteId && keys.Contains(row.VisitorKey) && row.EndMs > after && row.StartMs < before)
            .ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.VisitorKey).ToDictionary(group => group.Key, group => group.ToList());
    }

    private static async Task JoinAsync(
        TrackingContext db, VisitorSessions sessions, List<EventWriter.Stored> events, long firstNew, CancellationToken cancellationToken)
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

    private static void WriteBack(
        TrackingContext db, int siteId, Guid visitorKey, List<SessionRow> known, VisitorSessions sessions)
    {
        var rows = known.ToDictionary(row => row.Id);
        foreach (var session in sessions.Current)
        {
            if (!rows.Remove(session.Id, out var row))
            {
                row = new SessionRow { Id = session.Id, SiteId = siteId, VisitorKey = visitorKey };
                db.Sessions.Add(row);
            }

            Copy(session, row);
        }

        db.Sessions.RemoveRange(rows.Values);
    }

    private static Session ToSession(SessionRow row) => new()
    {
        Id = row.Id,
        First = new EventPosition(row.StartMs, row.StartSequence, row.StartKey),
        EndMilliseconds = row.EndMs,
        EntryPage = row.EntryPage,
        LastPageView = row.LastPageViewMs is { } at
            ? new EventPosition(at, row.LastPageViewSequence!.Value, row.LastPageViewKey!.Value)
            : null,
        ExitPage = row.ExitPage,
        Events = row.Events,
        PageViews = row.PageViews,
        Interactions = row.Interactions,
    };

    private static void Copy(Session session, SessionRow row)
    {
        (row.StartMs, row.StartSequence, row.StartKey) = (session.First.Milliseconds, session.First.Sequence, session.First.Key);
        row.EndMs = session.EndMilliseconds;
        row.EntryPage = session.EntryPage;
        row.LastPageViewMs = session.LastPageView?.Milliseconds;
        row.LastPageViewSequence = session.LastPageView?.Sequence;
        row.LastPageViewKey = session.LastPageView?.Key;
        row.ExitPage = session.ExitPage;
        row.Events = session.Events;
        row.PageViews = session.PageViews;
        row.Interactions = session.Interactions;
        row.IsBounce = session.IsBounce;
    }
}
