using System.Collections.Concurrent;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>Sends batches of mapped events, some at once, and remembers what became of each event.</summary>
/// <param name="target">Where they are sent.</param>
/// <param name="time">The time.</param>
/// <param name="stop">From then on no request is begun.</param>
/// <param name="abort">Ends the requests that are on their way.</param>
internal sealed class Sending(IDestination target, TimeProvider time, CancellationToken stop, CancellationToken abort)
{
    /// <summary>Requests to one destination at a time.</summary>
    private const int Concurrency = 4;

    /// <summary>After that no request is begun, so that what was sent is written down soon.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<long, SendResult> results = new();
    private readonly long began = time.GetTimestamp();
    private volatile bool isAskedToWait;

    /// <summary>Sends them.</summary>
    /// <returns>What became of each, by its number; those are not in it whose turn did not come, or of which it is not known.</returns>
    public async Task<IReadOnlyDictionary<long, SendResult>> RunAsync(IEnumerable<IReadOnlyList<MappedEvent>> batches)
    {
        if (target.IsOrdered)
        {
            foreach (var batch in batches)
            {
                await SendAsync(batch);
                // What comes behind it waits too.
                if (batch.Any(one => !results.TryGetValue(one.Id, out var result) || result.Kind == SendResultKind.TryAgain))
                    break;
            }
        }
        else
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency };
            await Parallel.ForEachAsync(batches, options, async (batch, _) => await SendAsync(batch));
        }

        return results;
    }

    private bool MayBegin => !isAskedToWait && !stop.IsCancellationRequested && !abort.IsCancellationRequested && time.GetElapsedTime(began) <= Longest;

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
