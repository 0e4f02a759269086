namespace Tracking.Application.Collect.Enrichment.Bots;

/// <summary>Classifies stored events anew by today's list of programs, and corrects every figure.</summary>
public interface IReclassification
{
    /// <summary>
    /// Goes through all sessions, a slice a transaction, beside whatever is stored meanwhile; it may be stopped and run again at any time.
    /// Events without a kept user agent stay as they are.
    /// </summary>
    /// <param name="progress">Told after each slice.</param>
    /// <param name="cancellationToken">Stops it between two slices.</param>
    /// <exception cref="InvalidDataException">
    /// A list that it judges by cannot be read: all that only this list tells would be cleared. Nothing was touched; the message says what to do.
    /// </exception>
    Task<ReclassificationSummary> RunAsync(IProgress<ReclassificationSummary> progress, CancellationToken cancellationToken);
}

/// <summary>What a reclassification has done so far.</summary>
/// <param name="Part">Which part of the sessions' and events' numbers it has gone through, 0 to 1.</param>
/// <param name="Sessions">Sessions looked at.</param>
/// <param name="Events">Events whose signals have changed.</param>
/// <param name="NowBots">Sessions that count as a program's now and did not.</param>
/// <param name="NowPeople">Sessions that no longer count as a program's.</param>
public sealed record ReclassificationSummary(double Part, long Sessions, long Events, long NowBots, long NowPeople);
