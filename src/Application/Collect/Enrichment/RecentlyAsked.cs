using System.Collections.Concurrent;

namespace Tracking.Application.Collect.Enrichment;

/// <summary>
/// Remembers answers to what was asked lately: in two generations, of which the older is dropped whole when the younger is full, so that
/// a flood of questions makes it forget and not grow. What is asked again in time stays.
/// </summary>
/// <param name="generationSize">How many answers a generation holds; a few more when many come at once.</param>
internal sealed class RecentlyAsked<TQuestion, TAnswer>(int generationSize)
    where TQuestion : notnull
{
    private readonly Lock turning = new();
    private volatile Generation young = new();
    private volatile Generation old = new();

    /// <summary>How many answers are remembered.</summary>
    public int Count => young.Answers.Count + old.Answers.Count;

    /// <summary>The answer, if it is remembered; without a lock.</summary>
    public bool TryGet(TQuestion question, out TAnswer answer)
    {
        if (young.Answers.TryGetValue(question, out answer!))
            return true;
        if (!old.Answers.TryGetValue(question, out answer!))
            return false;
        Remember(question, answer);
        return true;
    }

    /// <summary>Remembers an answer.</summary>
    public void Remember(TQuestion question, TAnswer answer)
    {
        var generation = young;
        if (!generation.Answers.TryAdd(question, answer) || Interlocked.Increment(ref generation.Size) < generationSize)
            return;
        lock (turning)
        {
            if (ReferenceEquals(generation, young))
            {
                old = generation;
                young = new Generation();
            }
        }
    }

    private sealed class Generation
    {
        public int Size;

        public ConcurrentDictionary<TQuestion, TAnswer> Answers { get; } = new();
    }
}
