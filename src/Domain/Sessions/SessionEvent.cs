using Tracking.Domain.Collect;

namespace Tracking.Domain.Sessions;

/// <summary>What a session needs to know of an event.</summary>
/// <param name="Position">Where it stands in time.</param>
/// <param name="Role">What it does to the session.</param>
/// <param name="Entry">What the session's dimensions are if it is the first event.</param>
/// <param name="Signals">What in it speaks for a program.</param>
public sealed record SessionEvent(EventPosition Position, SessionRole Role, SessionEntry Entry, BotSignals Signals);

/// <summary>A session's dimensions: what its first event says.</summary>
public sealed record SessionEntry
{
    /// <summary>Path of the page; <c>null</c> when there is none.</summary>
    public string? Page { get; init; }

    /// <summary>Where it was reached from.</summary>
    public Traffic? Traffic { get; init; }

    /// <summary>Where the visitor was.</summary>
    public Place? Place { get; init; }

    /// <summary>The visitor's language.</summary>
    public string? Language { get; init; }

    /// <summary>Kind of device.</summary>
    public string? Device { get; init; }

    /// <summary>Browser.</summary>
    public string? Browser { get; init; }

    /// <summary>Operating system.</summary>
    public string? Os { get; init; }
}
