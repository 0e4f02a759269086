namespace Tracking.Load.Traffic;

/// <summary>Says when the next request is to be sent.</summary>
internal interface IPace
{
    /// <summary>Waits until a request is due, and gives the moment for which it is meant, in <c>Stopwatch</c> ticks.</summary>
    /// <returns><c>null</c> at the end.</returns>
    ValueTask<long?> NextAsync();

    /// <summary>Nothing more is due.</summary>
    void Stop();
}
