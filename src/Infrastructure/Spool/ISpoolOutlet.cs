namespace Tracking.Infrastructure.Spool;

/// <summary>Where the spool's batches go: to the worker in this process, or to the broker.</summary>
internal interface ISpoolOutlet
{
    /// <summary>Hands over batches, one behind the other.</summary>
    /// <returns>What became of it; an exception is a failure too.</returns>
    Task<SpoolDelivery> DeliverAsync(byte[] batches, CancellationToken cancellationToken);
}

/// <summary>What became of a batch of the spool.</summary>
internal enum SpoolDelivery
{
    /// <summary>It is in safe hands, and need not stay.</summary>
    Done,

    /// <summary>Not now: it stays, and is tried again.</summary>
    Failed,

    /// <summary>It can be read by nobody of this version: it is kept, and not tried again.</summary>
    Unreadable,
}
