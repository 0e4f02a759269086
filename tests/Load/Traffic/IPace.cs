namespace Tracking.Load.Traffic;

/// <summary>Says when the next request is to be sent.</summary>
internal interface IPace
{
    /// <summary>Waits until a request is due, and gives the moment for which it was meant (<c>Stopwatch</c> ticks); <c>null</c> at the end.</summary>
    ValueTask<long?> NextAsync();

    /// <summary>Nothing more is due.</summary>
    void Stop();
}
