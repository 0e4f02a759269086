using Tracking.Load.Running;

namespace Tracking.Load;

/// <summary>What is to be measured.</summary>
/// <param name="Modes">Set-ups, one after the other.</param>
/// <param name="Rows">Numbers of the goals.</param>
/// <param name="Rounds">Interleaved rounds of which the median counts.</param>
/// <param name="Duration">Of each measurement.</param>
/// <param name="Sustained">Duration of the load that is accepted and stored; zero: none.</param>
/// <param name="Rate">Its events a second; 0: as many as are stored without a growing backlog.</param>
/// <param name="Batch">Its events a request.</param>
internal sealed record LoadPlan(
    IReadOnlyList<Mode> Modes, IReadOnlySet<int> Rows, int Rounds, TimeSpan Duration, TimeSpan Sustained, int Rate, int Batch);
