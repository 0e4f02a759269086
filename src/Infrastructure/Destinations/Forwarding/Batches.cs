namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>Puts events together into requests.</summary>
internal static class Batches
{
    /// <summary>
    /// Within the limits, groups apart, each group in the order in which its events came. Those that were tried before go with half as many
    /// others each time: one that the platform fails at is soon alone, and takes none of its neighbours along.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<MappedEvent>> Of(IEnumerable<MappedEvent> events, BatchLimits limits, int attempts = 0)
    {
        var (batches, most) = (new List<IReadOnlyList<MappedEvent>>(), Math.Max(1, limits.Events >> Math.Min(attempts, 30)));
        foreach (var group in events.GroupBy(one => one.Group))
        {
            var (batch, bytes) = (new List<MappedEvent>(), 0);
            foreach (var one in group)
            {
                if (batch.Count == most || (batch.Count > 0 && bytes + one.Json.Length + 1 > limits.Bytes))
                {
                    batches.Add(batch);
                    (batch, bytes) = ([], 0);
                }

                batch.Add(one);
                bytes += one.Json.Length + 1;
            }

            batches.Add(batch);
        }

        return batches;
    }
}
