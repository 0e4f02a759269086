using Tracking.Load.Running;

namespace Tracking.Load;

/// <summary>What is to be measured.</summary>
/// <param name="Modes">Set-ups, one after the other.</param>
/// <param name="Rows">Numbers of the goals.</param>
/// <param name="Rounds">Interleaved rounds of which the median counts.</param>
/// <param name="Duration">Of each measurement.</param>
/// <param name="Sustained">The load that is accepted and stored for minutes; <c>null</c>: none.</param>
/// <param name="Replay">Events in the spool of an embedded service that is started; 0: that is not measured.</param>
/// <param name="Forwards">Whether events are forwarded to two destinations meanwhile, a webhook and files.</param>
/// <param name="Isolation">Whether it is measured what destinations that are ill cost.</param>
internal sealed record LoadPlan(
    IReadOnlyList<Mode> Modes, IReadOnlySet<int> Rows, int Rounds, TimeSpan Duration, SustainedPlan? Sustained, int Replay, bool Forwards, bool Isolation);

/// <summary>A load of minutes.</summary>
/// <param name="Duration">How long it is measured.</param>
/// <param name="Batch">Events a request.</param>
/// <param name="Rate">Events a second; 0: as many as are stored without a growing backlog.</param>
/// <param name="Saturates">Whether it is all that the service accepts instead, though not all of it is stored at once.</param>
/// <param name="Outage">How long the broker, if there is one, is away in the middle of it; zero: not at all.</param>
internal sealed record SustainedPlan(TimeSpan Duration, int Batch, int Rate, bool Saturates, TimeSpan Outage);
