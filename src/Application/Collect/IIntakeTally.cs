namespace Tracking.Application.Collect;

/// <summary>
/// Counts what never reaches the store as an event, for the quality report. Counts are gathered in memory and sent to the workers
/// every second; a process that is killed loses the last second's.
/// </summary>
public interface IIntakeTally
{
    /// <summary>Counts an event that was not stored since consent says so.</summary>
    void Dropped(int siteId, DateTimeOffset receivedAt, DropReason reason);

    /// <summary>Counts a rejected event, by its first error, and may keep a sample: type, path and reason, never a value.</summary>
    /// <param name="siteId">The site.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <param name="type">Its type where it is one of the contract's.</param>
    /// <param name="error">What was wrong.</param>
    void Rejected(int siteId, DateTimeOffset receivedAt, string? type, FieldError error);
}
