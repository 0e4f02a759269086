using System.Numerics;

namespace Tracking.Load.Traffic;

/// <summary>Counts of latencies in buckets that are at most 1/64 of their value wide, from a microsecond to over an hour.</summary>
internal sealed class LatencyHistogram
{
    private const int FineBits = 6;
    private const int Fine = 1 << FineBits;
    private const int Octaves = 28;

    private readonly long[] counts = new long[(Octaves + 1) * Fine];

    /// <summary>Counts one.</summary>
    public void Add(TimeSpan latency) => Interlocked.Increment(ref counts[BucketOf((long)latency.TotalMicroseconds)]);

    /// <summary>The latency that this share (0 to 1) did not exceed; <c>null</c> when there is none.</summary>
    public TimeSpan? At(double share)
    {
        var all = counts.Sum();
        if (all == 0)
            return null;
        var rank = Math.Max(1, (long)Math.Ceiling(all * share));
        var bucket = 0;
        for (var seen = counts[0]; seen < rank; seen += counts[bucket])
            bucket++;
        return TimeSpan.FromMicroseconds(TopOf(bucket));
    }

    private static int BucketOf(long microseconds)
    {
        var octave = Math.Max(0, BitOperations.Log2((ulong)Math.Max(1, microseconds)) - FineBits + 1);
        return (int)Math.Min(((long)octave * Fine) + (microseconds >> octave), ((long)Octaves * Fine) + Fine - 1);
    }

    private static double TopOf(int bucket) => (double)((long)(bucket % Fine) + 1) * (1L << (bucket / Fine));
}
