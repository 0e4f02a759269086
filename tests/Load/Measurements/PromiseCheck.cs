using Tracking.Load.Running;
using Tracking.Load.Traffic;

namespace Tracking.Load.Measurements;

/// <summary>Every event that was answered 202 is stored and counted, once.</summary>
internal static class PromiseCheck
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(5);

    /// <summary>Waits until all is stored, and holds the reports against what was promised.</summary>
    /// <returns>Whether the promise was kept, and the figures.</returns>
    public static async Task<(bool Kept, string Words)> RunAsync(Installation service, CancellationToken cancellationToken)
    {
        await service.DrainAsync(DrainLimit, cancellationToken);
        var tally = service.Target.Tally;
        var stored = await service.Client.StoredAsync(cancellationToken);
        var shown = await service.Client.EventsInOverviewAsync(cancellationToken);
        // Without a 202 an event may be stored or not; a sender would send it again.
        var kept = stored == shown && stored >= tally.Accepted && stored <= tally.Accepted + tally.Unsure;
        return (kept, $"""
            {service.Name}: {tally.Accepted:N0} events promised, {stored:N0} stored, {shown:N0} in the overview: {(kept ? "each once" : "**broken**")}.
            {NotAccepted(tally)}
            """);
    }

    private static string NotAccepted(Tally tally) => tally.Failures.Count == 0
        ? "Every request was answered 202."
        : $"Requests not answered 202 (never counted as accepted): {string.Join(", ", tally.Failures.Select(failure => $"{failure.Key}: {failure.Value:N0}"))}.";
}
