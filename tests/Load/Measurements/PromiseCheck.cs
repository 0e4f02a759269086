using Tracking.Load.Running;
using Tracking.Load.Traffic;

namespace Tracking.Load.Measurements;

/// <summary>Every event that was answered 202 is stored and counted, once.</summary>
internal static class PromiseCheck
{
    /// <summary>Waits until all is stored, holds the reports against what was promised, and says so.</summary>
    /// <returns>Whether every promise was kept.</returns>
    public static async Task<bool> RunAsync(Installation service, IReadOnlyCollection<Target> sites, CancellationToken cancellationToken)
    {
        await service.DrainAsync(cancellationToken);
        var allKept = true;
        foreach (var site in sites)
        {
            var (tally, client) = (site.Tally, new ServiceClient(site));
            var stored = await client.StoredAsync(cancellationToken);
            var shown = await client.EventsInOverviewAsync(cancellationToken);
            // Without a 202 an event may be stored or not; a sender would send it again.
            var kept = stored == shown && stored >= tally.Accepted && stored <= tally.Accepted + tally.Unsure;
            allKept &= kept;
            Console.WriteLine($"{service.Name}: {tally.Accepted:N0} events promised, {stored:N0} stored, {shown:N0} in the overview: "
                + $"{(kept ? "each once" : "**broken**")}. {NotAccepted(tally)}");
        }

        return allKept;
    }

    private static string NotAccepted(Tally tally) => tally.Failures.Count == 0
        ? "Every request was answered 202."
        : "Requests not answered 202, never counted as accepted: "
            + $"{string.Join(", ", tally.Failures.Select(failure => $"{failure.Key}: {failure.Value:N0}"))}.";
}
