using System.Collections.Concurrent;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>Sends batches of mapped events, and remembers what became of each event.</summary>
/// <param name="target">Where they are sent.</param>
/// <param name="time">The time.</param>
/// <param name="stop">From then on no request is begun.</param>
/// <param name="abort">Ends the requests that are on their way.</param>
internal sealed class Sending(IDestination target, TimeProvider time, CancellationToken stop, CancellationToken abort)
{
    /// <summary>Requests to one destination at a time.</summary>
    private const int Concurrency = 4;

    /// <summary>After so many of which none was taken the destination is down, and is not asked further.</summary>
    private const int MostInVain = 8;

    /// <summary>After that no request is begun, so that what was sent is written down soon.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<long, SendResult> results = new();
    private readonly long began = time.GetTimestamp();
    private int inVain;
    private volatile bool isTaken;
    private volatile bool isAskedToWait;

    private bool MayBegin => !isAskedToWait && (isTaken || Volatile.Read(ref inVain) < MostInVain)
        && !stop.IsCancellationRequested && !abort.IsCancellationRequested && time.GetElapsedTime(began) <= Longest;

    /// <summary>Sends them, some at once.</summary>
    /// <returns>What became of each, by its number; those are not in it whose turn did not come, or of which it is not known.</returns>
    public async Task<IReadOnlyDictionary<long, SendResult>> RunAsync(IEnumerable<IReadOnlyList<MappedEvent>> batches)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency };
        await Parallel.ForEachAsync(batches, options, async (batch, _) => await SendAsync(batch));
        return results;
    }

    /// <summary>Sends them one batch after the other. What is not taken holds up what comes behind it of the same visitor, and nothing else.</summary>
    /// <param name="batches">The events, each visitor's in order.</param>
    /// <param name="visitors">Whose an event is.</param>
    /// <param name="heldUp">The visitors of whom something waits that is not among the events.</param>
    public async Task<IReadOnlyDictionary<long, SendResult>> InOrderAsync(
        IEnumerable<IReadOnlyList<MappedEvent>> batches, IReadOnlyDictionary<long, Guid> visitors, IEnumerable<Guid> heldUp)
    {
        var behind = heldUp.ToHashSet();
        foreach (var batch in batches)
        {
            var free = batch.Where(one => !behind.Contains(visitors[one.Id])).ToList();
            foreach (var one in batch.Except(free))
                results[one.Id] = new SendResult(SendResultKind.HeldUp);
            if (free.Count == 0)
                continue;
            await SendAsync(free);
            behind.UnionWith(free.Where(one => !results.TryGetValue(one.Id, out var result) || result.Kind == SendResultKind.TryAgain).Select(one => visitors[one.Id]));
        }

        return results;
    }

    private async Task SendAsync(IReadOnlyList<MappedEvent> batch)
    {
        if (!MayBegin)
            return;
        SendResult result;
        try
        {
            result = await target.SendAsync(batch, abort);
        }
        catch (Exception) when (abort.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            result = new SendResult(SendResultKind.TryAgain, Answers.ReasonOf(exception));
        }

        if (result.Kind == SendResultKind.TryAgain)
            Interlocked.Increment(ref inVain);
        else
            isTaken = true;
        // One event that is refused takes none of its neighbours along.
        if (result.Kind == SendResultKind.Refused && batch.Count > 1)
        {
            var half = batch.Count / 2;
            await SendAsync([.. batch.Take(half)]);
            await SendAsync([.. batch.Skip(half)]);
            return;
        }

        if (result.RetryAfter is not null)
            isAskedToWait = true;
        foreach (var one in batch)
            results[one.Id] = result;
    }
}
