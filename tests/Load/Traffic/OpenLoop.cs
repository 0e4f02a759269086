using System.Diagnostics;
using System.Threading.Channels;
using Tracking.Load.Running;

namespace Tracking.Load.Traffic;

/// <summary>
/// Requests at a rate, whether or not earlier ones were answered. A request that finds no free connection waits, and its waiting counts
/// as latency: a server that stalls is not asked less.
/// </summary>
internal sealed class OpenLoop : IPace
{
    private const long LongestNap = 20_000;

    // The connection that is free sends on the thread that keeps time: the way over the thread pool would count as latency.
    private readonly Channel<long> due =
        Channel.CreateUnbounded<long>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
    private readonly Thread clock;
    private volatile bool stopped;
    private double requestsPerSecond;

    public OpenLoop(double requestsPerSecond)
    {
        this.requestsPerSecond = requestsPerSecond;
        clock = new Thread(Keep) { IsBackground = true, Name = "pace" };
        clock.Start();
    }

    /// <summary>The rate; may be changed while it runs.</summary>
    public double RequestsPerSecond
    {
        get => Volatile.Read(ref requestsPerSecond);
        set => Volatile.Write(ref requestsPerSecond, value);
    }

    /// <summary>Requests that are due and found no free connection yet.</summary>
    public int Waiting => due.Reader.Count;

    /// <inheritdoc/>
    public async ValueTask<long?> NextAsync()
    {
        try
        {
            var moment = await due.Reader.ReadAsync();
            return stopped ? null : moment;
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        stopped = true;
        clock.Join();
    }

    private void Keep()
    {
        for (var next = (double)Stopwatch.GetTimestamp(); !stopped; Nap(next))
        {
            while (next <= Stopwatch.GetTimestamp() && !stopped)
            {
                due.Writer.TryWrite((long)next);
                next += Stopwatch.Frequency / RequestsPerSecond;
            }
        }

        due.Writer.Complete();
    }

    private static void Nap(double until)
    {
        var microseconds = (until - Stopwatch.GetTimestamp()) * 1_000_000 / Stopwatch.Frequency;
        if (microseconds >= 1)
            Posix.Sleep((uint)Math.Min(microseconds, LongestNap));
    }
}
