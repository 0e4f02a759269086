using MassTransit;

namespace Tracking.Infrastructure.Bus;

/// <summary>Why the bus does not come to the broker: MassTransit's own log, which says it with each attempt, is not heard.</summary>
internal static class BusWords
{
    /// <summary>The words of the bus and, where it has one, of the innermost exception, in one line; <c>null</c> when nothing is wrong.</summary>
    public static string? Of(IBusControl? bus)
    {
        if (bus?.CheckHealth() is not { Status: not BusHealthStatus.Healthy } health)
            return null;
        var reasons = health.Endpoints.Values.Select(endpoint => endpoint.Exception).Prepend(health.Exception).OfType<Exception>()
            .Select(exception => exception.GetBaseException().Message);
        return string.Join(" ", reasons.Prepend(health.Description).Distinct()).ReplaceLineEndings(" ");
    }
}
