using Tracking.Load.Traffic;

namespace Tracking.Load.Measurements;

/// <summary>Finds the rate at which as much is stored as is accepted: faster while the backlog is small, slower when it is not.</summary>
internal sealed class Governor(OpenLoop pace)
{
    /// <summary>With how many events a second it begins.</summary>
    public const double FirstRate = 1_000;

    private const double Slower = 0.85;
    private const double Faster = 1.02;
    private const double MuchFaster = 1.15;

    /// <summary>Sets the rate anew.</summary>
    /// <param name="requestsBehind">Accepted and not stored yet.</param>
    public void Adjust(double requestsBehind)
    {
        var rate = pace.RequestsPerSecond;
        var secondsBehind = (requestsBehind + pace.Waiting) / rate;
        pace.RequestsPerSecond = rate * secondsBehind switch
        {
            > 2 => Slower,
            > 0.5 => Faster,
            _ => MuchFaster,
        };
    }
}
