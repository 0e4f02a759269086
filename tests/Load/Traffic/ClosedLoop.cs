using System.Diagnostics;

namespace Tracking.Load.Traffic;

/// <summary>Each connection sends as soon as it has its answer: as much as the server takes.</summary>
internal sealed class ClosedLoop : IPace
{
    private volatile bool stopped;

    /// <inheritdoc/>
    public ValueTask<long?> NextAsync() => new(stopped ? null : Stopwatch.GetTimestamp());

    /// <inheritdoc/>
    public void Stop() => stopped = true;
}
