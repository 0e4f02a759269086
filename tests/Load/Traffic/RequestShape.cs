namespace Tracking.Load.Traffic;

/// <summary>How events are put into requests.</summary>
/// <param name="EventsPerRequest">1: the event alone; more: a batch.</param>
/// <param name="Connections">Kept alive, side by side.</param>
internal sealed record RequestShape(int EventsPerRequest, int Connections)
{
    public static RequestShape Alone { get; } = new(1, 128);

    public static RequestShape Batch { get; } = new(20, 32);

    /// <inheritdoc/>
    public override string ToString() => $"{EventsPerRequest} a request, {Connections} connections";
}
