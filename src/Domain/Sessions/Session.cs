using Tracking.Domain.Collect;

namespace Tracking.Domain.Sessions;

/// <summary>
/// One visitor's events with no gap of 30 minutes or more, by event time. It is a sum of its events: adding them in any order, and
/// joining two sessions, gives the same.
/// </summary>
public sealed class Session
{
    /// <summary>A gap of this length or more ends a session (HTTP contract v1, "What the figures mean").</summary>
    public static readonly long GapMilliseconds = (long)TimeSpan.FromMinutes(30).TotalMilliseconds;

    /// <summary>Least page views of a session that can be too fast.</summary>
    public const int FastPageViews = 100;

    private const long FastMilliseconds = 500;

    /// <summary>The store's number of the session.</summary>
    public required long Id { get; init; }

    /// <summary>Its first event.</summary>
    public required EventPosition First { get; set; }

    /// <summary>Time of its last event, milliseconds since 1970-01-01 UTC.</summary>
    public required long EndMilliseconds { get; set; }

    /// <summary>What its first event says: the session's dimensions.</summary>
    public required SessionEntry Entry { get; set; }

    /// <summary>Its last page view; <c>null</c> without one.</summary>
    public EventPosition? LastPageView { get; set; }

    /// <summary>The page of its last page view.</summary>
    public string? ExitPage { get; set; }

    /// <summary>How many events it has.</summary>
    public int Events { get; set; }

    /// <summary>How many of them are page views.</summary>
    public int PageViews { get; set; }

    /// <summary>How many are clicks, forms, transactions or custom events.</summary>
    public int Interactions { get; set; }

    /// <summary>All that speaks for a program in any of its events.</summary>
    public BotSignals EventSignals { get; set; }

    /// <summary>Exactly one page view and no interaction.</summary>
    public bool IsBounce => PageViews == 1 && Interactions == 0;

    /// <summary>
    /// Whether it goes faster than people read: <see cref="FastPageViews"/> page views or more, at two a second or faster. Since it
    /// asks the sums alone, it is the same whatever the order of arrival.
    /// </summary>
    public bool IsTooFast => PageViews >= FastPageViews && EndMilliseconds - First.Milliseconds <= PageViews * FastMilliseconds;

    /// <summary>Whether it is a program's. All its events count as one then.</summary>
    public bool IsBot => Signals.IsBot();

    /// <summary>All that speaks for a program.</summary>
    public BotSignals Signals => EventSignals | (IsTooFast ? BotSignals.Pace : BotSignals.None);

    /// <summary>Whether an event at <paramref name="milliseconds"/> belongs to it.</summary>
    public bool Reaches(long milliseconds) =>
        milliseconds > First.Milliseconds - GapMilliseconds && milliseconds < EndMilliseconds + GapMilliseconds;

    /// <summary>Takes in one event.</summary>
    public void Add(SessionEvent one)
    {
        var (position, role) = (one.Position, one.Role);
        if (position < First || Events == 0)
        {
            First = position;
            Entry = one.Entry;
        }

        EndMilliseconds = Math.Max(EndMilliseconds, position.Milliseconds);
        if (role == SessionRole.PageView && (LastPageView is not { } last || position > last))
        {
            LastPageView = position;
            ExitPage = one.Entry.Page;
        }

        Events++;
        PageViews += role == SessionRole.PageView ? 1 : 0;
        Interactions += role == SessionRole.Interaction ? 1 : 0;
        EventSignals |= one.Signals;
    }

    /// <summary>Takes in all of <paramref name="other"/>, which an event has joined with this one.</summary>
    public void Absorb(Session other)
    {
        if (other.First < First)
        {
            First = other.First;
            Entry = other.Entry;
        }

        EndMilliseconds = Math.Max(EndMilliseconds, other.EndMilliseconds);
        if (other.LastPageView is { } theirs && (LastPageView is not { } ours || theirs > ours))
        {
            LastPageView = theirs;
            ExitPage = other.ExitPage;
        }

        Events += other.Events;
        PageViews += other.PageViews;
        Interactions += other.Interactions;
        EventSignals |= other.EventSignals;
    }
}
