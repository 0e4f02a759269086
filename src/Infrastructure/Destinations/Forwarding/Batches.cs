namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>Puts events together into requests.</summary>
internal static class Batches
{
    /// <summary>Within the limits, groups apart, each group in the order in which its events came.</summary>
    public static IReadOnlyList<IReadOnlyList<MappedEvent>> Of(IReadOnlyList<MappedEvent> events, BatchLimits limits)
    {
        var batches = new List<IReadOnlyList<MappedEvent>>();
        foreach (var group in events.GroupBy(one => one.Group))
        {
            var (batch, bytes) = (new List<MappedEvent>(), 0);
            foreach (var one in group)
            {
                if (batch.Count == limits.Events || (batch.Count > 0 && bytes + one.Json.Length + 1 > limits.Bytes))
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
