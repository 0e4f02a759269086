using System.Collections.Concurrent;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>Sends mapped events, in requests as large as the platform takes, some at once.</summary>
internal static class Sending
{
    /// <summary>Requests to one destination at a time.</summary>
    private const int Concurrency = 4;

    /// <summary>After that no request is begun, so that what was sent is written down soon.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Sends them.</summary>
    /// <returns>What became of each, by its number; those are not in it whose turn did not come.</returns>
    public static async Task<IReadOnlyDictionary<long, SendResult>> RunAsync(
        IDestination target, IReadOnlyList<MappedEvent> events, TimeProvider time, CancellationToken cancellationToken)
    {
        var results = new ConcurrentDictionary<long, SendResult>();
        var began = time.GetTimestamp();
        var batches = Batches.Of(events, target.Limits);
        if (target.IsOrdered)
        {
            foreach (var batch in batches)
            {
                await SendAsync(target, batch, results, cancellationToken);
                // What comes behind it waits too.
                if (batch.Any(one => results[one.Id].Kind == SendResultKind.TryAgain) || time.GetElapsedTime(began) > Longest)
                    break;
            }
        }
        else
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(batches, options, async (batch, stop) =>
            {
                if (time.GetElapsedTime(began) <= Longest)
                    await SendAsync(target, batch, results, stop);
            });
        }

        return results;
    }

    private static async Task SendAsync(
        IDestination target, IReadOnlyList<MappedEvent> batch, ConcurrentDictionary<long, SendResult> results, CancellationToken cancellationToken)
    {
        SendResult result;
        try
        {
            result = await target.SendAsync(batch, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            result = new SendResult(SendResultKind.TryAgain, Answers.ReasonOf(exception));
        }

        // One event that is refused takes none of its neighbours along.
        if (result.Kind == SendResultKind.Refused && batch.Count > 1)
        {
            var half = batch.Count / 2;
            await SendAsync(target, [.. batch.Take(half)], results, cancellationToken);
            await SendAsync(target, [.. batch.Skip(half)], results, cancellationToken);
            return;
        }

        foreach (var one in batch)
            results[one.Id] = result;
    }
}
