using System.Diagnostics.Metrics;

namespace Tracking.Api.Authentication;

/// <summary>Metrics of keys.</summary>
internal sealed class KeyMetrics
{
    private readonly Counter<long> leaked;

    public KeyMetrics(IMeterFactory factory)
    {
        leaked = factory.Create("Tracking").CreateCounter<long>("tracking.keys.leaked", "{request}", "Requests with a secret key in the URL.");
        leaked.Add(0);
    }

    /// <summary>Counts a secret key in a URL.</summary>
    public void Leaked() => leaked.Add(1);
}
