namespace Tracking.Domain.Sessions;

/// <summary>The sessions of one visitor around the times of some new events, into which those are put.</summary>
/// <param name="known">The visitor's stored sessions that reach near the new events, in any order.</param>
/// <param name="nextId">Gives the id of a session that begins.</param>
public sealed class VisitorSessions(IEnumerable<Session> known, Func<long> nextId)
{
    private readonly List<Session> sessions = [.. known];

    /// <summary>The sessions as they stand now.</summary>
    public IReadOnlyList<Session> Current => sessions;

    /// <summary>Sessions that were joined into another: the id that is gone, and the one that its events now have.</summary>
    public List<(long Gone, long Into)> Joined { get; } = [];

    /// <summary>Puts one event where it belongs: into a session, into a new one, or between two that it makes one.</summary>
    /// <returns>The id of its session, which a later event may still join into another (see <see cref="Joined"/>).</returns>
    public long Add(SessionEvent one)
    {
        var position = one.Position;
        Session? home = null;
        for (var i = sessions.Count - 1; i >= 0; i--)
        {
            if (!sessions[i].Reaches(position.Milliseconds))
                continue;
            if (home is null)
            {
                home = sessions[i];
                continue;
            }

            // An event reaches two sessions at most, one on each side; the older number stays.
            var (stays, goes) = home.Id < sessions[i].Id ? (home, sessions[i]) : (sessions[i], home);
            stays.Absorb(goes);
            Joined.Add((goes.Id, stays.Id));
            sessions.Remove(goes);
            home = stays;
            break;
        }

        if (home is null)
        {
            home = new Session { Id = nextId(), First = position, EndMilliseconds = position.Milliseconds, Entry = one.Entry };
            sessions.Add(home);
        }

        home.Add(one);
        return home.Id;
    }
}
