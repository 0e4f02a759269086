using System.Diagnostics.Metrics;

namespace Tracking.Api.Authentication;

/// <summary>Metrics of keys.</summary>
internal sealed class KeyMetrics(IMeterFactory factory)
{
    private readonly Counter<long> leaked = factory.Create("Tracking").CreateCounter<long>(
        "tracking.keys.leaked", "{request}", "Requests with a secret key in the URL.");

    /// <summary>Counts a secret key in a URL.</summary>
    public void Leaked() => leaked.Add(1);
}
