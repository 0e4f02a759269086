using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Tracking.Load.Traffic;

/// <summary>What became of all the events that were sent to one site.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> failures = new();
    private long accepted;
    private long unsure;
    private volatile LatencyHistogram latencies = new();

    /// <summary>Events that were answered 202: promised.</summary>
    public long Accepted => Interlocked.Read(ref accepted);

    /// <summary>Events that may be stored although they were not promised: no answer came, or 503.</summary>
    public long Unsure => Interlocked.Read(ref unsure);

    /// <summary>Requests that had another answer than 202, by what it was.</summary>
    public IReadOnlyDictionary<string, long> Failures => failures;

    /// <summary>Latencies of the requests with 202; replaced when a measurement begins.</summary>
    public LatencyHistogram Latencies
    {
        get => latencies;
        set => latencies = value;
    }

    /// <summary>Counts an answer.</summary>
    public void Answered(HttpAnswer answer, int sent, TimeSpan latency)
    {
        if (answer.Status == StatusCodes.Status202Accepted)
        {
            Interlocked.Add(ref accepted, answer.Accepted ?? sent);
            latencies.Add(latency);
            if (answer.Accepted is { } taken && taken != sent)
                Fail("202 for a part");
            return;
        }

        if (answer.Status >= StatusCodes.Status500InternalServerError)
            Interlocked.Add(ref unsure, sent);
        Fail(answer.Status.ToString());
    }

    /// <summary>Counts a request without an answer.</summary>
    public void Unanswered(int sent)
    {
        Interlocked.Add(ref unsure, sent);
        Fail("no answer");
    }

    private void Fail(string how) => failures.AddOrUpdate(how, 1, (_, count) => count + 1);
}
