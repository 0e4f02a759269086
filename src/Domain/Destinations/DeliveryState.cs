namespace Tracking.Domain.Destinations;

/// <summary>What became of a stored event at a destination. Each event is in exactly one of them.</summary>
public enum DeliveryState
{
    /// <summary>Its turn has not come, or it is tried again later.</summary>
    Waiting = 0,

    /// <summary>Not sent, since the visitor did not consent, or withdrew.</summary>
    Withheld = 1,

    /// <summary>Not sent, since the destination's rules or its kind leave such events out.</summary>
    Filtered = 2,

    /// <summary>Sent to a platform that never says whether it took it.</summary>
    Sent = 3,

    /// <summary>Sent, and the platform said that it took it.</summary>
    Confirmed = 4,

    /// <summary>Given up: it cannot be what the platform takes, or was refused, or its time ran out. Kept for replay.</summary>
    Failed = 5,
}
