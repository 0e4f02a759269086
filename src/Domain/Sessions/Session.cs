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

    /// <summary>The store's number of the session.</summary>
    public required long Id { get; init; }

    /// <summary>Its first event.</summary>
    public required EventPosition First { get; set; }

    /// <summary>Time of its last event, milliseconds since 1970-01-01 UTC.</summary>
    public required long EndMilliseconds { get; set; }

    /// <summary>The page of its first event.</summary>
    public string? EntryPage { get; set; }

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

    /// <summary>Exactly one page view and no interaction.</summary>
    public bool IsBounce => PageViews == 1 && Interactions == 0;

    /// <summary>Whether an event at <paramref name="milliseconds"/> belongs to it.</summary>
    public bool Reaches(long milliseconds) =>
        milliseconds > First.Milliseconds - GapMilliseconds && milliseconds < EndMilliseconds + GapMilliseconds;

    /// <summary>Takes in one event.</summary>
    public void Add(EventPosition position, SessionRole role, string? page)
    {
        if (position < First || Events == 0)
        {
            First = position;
            EntryPage = page;
        }

        EndMilliseconds = Math.Max(EndMilliseconds, position.Milliseconds);
        if (role == SessionRole.PageView && (LastPageView is not { } last || position > last))
        {
            LastPageView = position;
            ExitPage = page;
        }

        Events++;
        PageViews += role == SessionRole.PageView ? 1 : 0;
        Interactions += role == SessionRole.Interaction ? 1 : 0;
    }

    /// <summary>Takes in all of <paramref name="other"/>, which an event has joined with this one.</summary>
    public void Absorb(Session other)
    {
        if (other.First < First)
        {
            First = other.First;
            EntryPage = other.EntryPage;
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
    }
}
