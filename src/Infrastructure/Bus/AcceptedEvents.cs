namespace Tracking.Infrastructure.Bus;

/// <summary>Internal message: accepted events on their way to a worker. It may change in any release that still reads the last one's.</summary>
/// <param name="Payload">Batches (<see cref="EventBatchFormat"/>), compressed or as they are (<see cref="Spool.BatchCompression"/>).</param>
public sealed record AcceptedEvents(byte[] Payload);

/// <summary>Internal answer to <see cref="AcceptedEvents"/>, where the sender waits for it: the events are stored.</summary>
public sealed record EventsStored;

/// <summary>Internal answer to <see cref="AcceptedEvents"/>, where the sender waits for it: they cannot be read, and trying again is of no use.</summary>
public sealed record EventsUnreadable;
