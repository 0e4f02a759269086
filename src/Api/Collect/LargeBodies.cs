namespace Tracking.Api.Collect;

/// <summary>
/// Bounds the memory of bodies that are being read: anybody may begin a large one and stay silent, and what has come of it is held meanwhile.
/// Small bodies do not count, so that single events get through whoever holds the rest.
/// </summary>
internal sealed class LargeBodies
{
    /// <summary>Most bytes held by all large bodies together.</summary>
    public const long MaxBytes = 134_217_728;

    private long held;

    /// <summary>Takes room for so many bytes, unless there is too little left.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref held, bytes) <= MaxBytes)
            return true;
        GiveBack(bytes);
        return false;
    }

    /// <summary>Gives room back.</summary>
    public void GiveBack(int bytes) => Interlocked.Add(ref held, -bytes);
}
