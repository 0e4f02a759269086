using Tracking.Load.Running;
using Tracking.Load.Traffic;

namespace Tracking.Load.Results;

/// <summary>
/// The goals, for a machine of 2 cores that the load shares. A goal for CPU time and latency has no line past which it has failed: what
/// would be needed is said by that of the ratio.
/// </summary>
internal static class Goals
{
    /// <summary>Events stored a second while as many are accepted.</summary>
    public static Goal StoredPerSecond { get; } = new(10_000, 4_000, "N0");

    /// <summary>Milliseconds from 202 to visible, the median.</summary>
    public static Goal VisibleMedian { get; } = new(300, 5_000, "N0");

    /// <summary>Milliseconds from 202 to visible, 99 of 100.</summary>
    public static Goal VisibleP99 { get; } = new(1_000, 5_000, "N0");

    /// <summary>Megabytes of a process that does nothing.</summary>
    public static Goal IdleMemory { get; } = new(120, 400, "N0");

    /// <summary>Megabytes of a process after long load.</summary>
    public static Goal LoadedMemory { get; } = new(250, 400, "N0");

    /// <summary>Accepted events, as a share of what the bare endpoint accepts.</summary>
    public static Goal Ratio(Mode mode, RequestShape shape) => (mode, shape.EventsPerRequest) switch
    {
        (Mode.Embedded, 1) => new(0.40, 0.20, "0.00"),
        (Mode.Embedded, _) => new(0.35, 0.20, "0.00"),
        (_, 1) => new(0.30, 0.15, "0.00"),
        _ => new(0.25, 0.12, "0.00"),
    };

    /// <summary>Microseconds of CPU time an event.</summary>
    public static Goal Cpu(Mode mode, RequestShape shape) => (mode, shape.EventsPerRequest) switch
    {
        (Mode.Embedded, 1) => new(60, double.PositiveInfinity, "0.0"),
        (Mode.Embedded, _) => new(16, double.PositiveInfinity, "0.0"),
        (_, 1) => new(85, double.PositiveInfinity, "0.0"),
        _ => new(25, double.PositiveInfinity, "0.0"),
    };

    /// <summary>Milliseconds to 202 at a low rate, 99 of 100.</summary>
    public static Goal Latency(Mode mode) => mode == Mode.Embedded ? new(5, 15, "0.0") : new(10, 30, "0.0");

    /// <summary>Milliseconds from the start of a process to its first 202.</summary>
    public static Goal Start(Mode mode) => new(mode == Mode.Embedded ? 1_000 : 2_000, 3_000, "N0");
}
