namespace Tracking.Application.Operation;

/// <summary>Accepted events that could not be stored, each found among its neighbours and kept (docs/operate).</summary>
public interface ISetAsideEvents
{
    /// <summary>All of them, oldest first.</summary>
    IAsyncEnumerable<SetAsideEvent> ListAsync(CancellationToken cancellationToken);

    /// <summary>Tries to store each again, and lets go of those that are stored.</summary>
    /// <param name="deletes">Whether those go too that cannot be stored this time either; none does for trouble of the database's own.</param>
    /// <param name="progress">Told after each.</param>
    /// <param name="cancellationToken">Ends it between two.</param>
    Task<ReplaySummary> ReplayAsync(bool deletes, IProgress<ReplaySummary> progress, CancellationToken cancellationToken);
}

/// <summary>One of them.</summary>
/// <param name="Site">Its site's name; <c>null</c> where it cannot be read, or the site is gone.</param>
/// <param name="Type">Its type, where it can be read.</param>
/// <param name="At">When it was set aside.</param>
/// <param name="Reason">Why, without values of the event.</param>
public sealed record SetAsideEvent(string? Site, string? Type, DateTimeOffset At, string Reason);

/// <summary>What a replay came to.</summary>
/// <param name="Stored">Events that are stored now.</param>
/// <param name="StillAside">Events that could not be stored this time either, and stay.</param>
/// <param name="Deleted">Events that could not be stored this time either, and are gone.</param>
public sealed record ReplaySummary(int Stored, int StillAside, int Deleted = 0);
