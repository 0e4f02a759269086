using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Bus;

/// <summary>
/// Where one process accepts and stores, accepting goes first: while it uses most of the processors' time, storing rests between two
/// transactions, up to twice as long as the last one took, and half a second at most, since one may have waited for a lock. What waits lies in the spool or at the broker meanwhile; once the spool is half
/// full, storing rests no more.
/// </summary>
/// <param name="spool">The spool of what is accepted here; <c>null</c> where nothing is.</param>
/// <param name="used">The processors' time that this process has used.</param>
/// <param name="time">The clock.</param>
internal sealed class StoringTurn(SpoolLog? spool, Func<TimeSpan> used, TimeProvider time)
{
    private const double Most = 0.5;
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    private TimeSpan lastTook;

    /// <summary>Stores when it is its turn; one at a time.</summary>
    public async Task TakeAsync(Func<Task> store, CancellationToken cancellationToken)
    {
        await RestAsync(cancellationToken);
        var began = time.GetTimestamp();
        await store();
        lastTook = time.GetElapsedTime(began);
    }

    private async Task RestAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var share = 1.0;
        var longest = lastTook * 2 < LongestRest ? lastTook * 2 : LongestRest;
        while (spool is { IsHalfFull: false } && share > Most && time.GetElapsedTime(began) < longest)
        {
            // While storing rests, what the process uses is accepting's.
            var (at, before) = (time.GetTimestamp(), used());
            await Task.Delay(LookEvery, time, cancellationToken);
            share = (used() - before) / (time.GetElapsedTime(at) * Environment.ProcessorCount);
        }
    }
}
