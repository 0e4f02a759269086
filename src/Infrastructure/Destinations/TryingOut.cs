using System.Text;
using Tracking.Application.Destinations;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Destinations.Forwarding;
using Tracking.Infrastructure.Destinations.Outgoing;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Destinations;

/// <summary>Shows what would be sent, without sending; and sends an event that is made up.</summary>
internal sealed class TryingOut(DestinationOpening opening, Sorting sorting, SampleEvent sample)
{
    private const int MostEvents = 1_000;
    private const int MostExamples = 20;

    /// <summary>Sends the made-up event.</summary>
    public async Task<TryOut> TestAsync(DestinationRow row, CancellationToken cancellationToken)
    {
        var (opened, trouble) = opening.TryOpen(row);
        if (opened is null)
            return new TryOut(false, [trouble!]);
        using var target = opened.Target;
        if (target.Map(sample.Make()) is not MappedEvent mapped)
            return new TryOut(false, ["the made-up page view is not mapped"]);
        try
        {
            var (isTaken, says) = await target.TestAsync(mapped, cancellationToken);
            return new TryOut(isTaken, says);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new TryOut(false, [Answers.ReasonOf(exception)]);
        }
    }

    /// <summary>Goes through the stored events of a time, newest first, by both.</summary>
    public async Task<DryRun> CompareAsync(
        TrackingContext db, Site site, DestinationRow now, DestinationRow draft, EventWindow window, CancellationToken cancellationToken)
    {
        var (openNow, openDraft) = (opening.TryOpen(now).Opened, opening.TryOpen(draft).Opened);
        using var targetNow = openNow?.Target;
        using var targetDraft = openDraft?.Target;
        var pending = await Deliveries.InWindowAsync(db, site.Id, window, MostEvents + 1, cancellationToken);
        var (before, after, different, examples) = (new Dictionary<DeliveryState, int>(), new Dictionary<DeliveryState, int>(), 0, new List<DryRunExample>());
        foreach (var one in pending.Take(MostEvents))
        {
            var (a, b) = (await ResultAsync(openNow, site, one, cancellationToken), await ResultAsync(openDraft, site, one, cancellationToken));
            before[a.State] = before.GetValueOrDefault(a.State) + 1;
            after[b.State] = after.GetValueOrDefault(b.State) + 1;
            if (a == b)
                continue;
            different++;
            if (examples.Count < MostExamples)
                examples.Add(new DryRunExample(one.Row.Id, a, b));
        }

        return new DryRun(Math.Min(pending.Count, MostEvents), pending.Count <= MostEvents, before, after, different, examples, []);
    }

    private async Task<DryRunResult> ResultAsync(OpenDestination? opened, Site site, Pending pending, CancellationToken cancellationToken)
    {
        if (opened is null)
            return new DryRunResult(DeliveryState.Waiting, "not_open", null);
        var sorted = await sorting.OfAsync(opened, site, pending, cancellationToken);
        return sorted.Mapped is { } mapped
            ? new DryRunResult(DeliveryState.Sent, null, Encoding.UTF8.GetString(mapped.Json))
            : new DryRunResult(sorted.State, sorted.Reason, null);
    }
}
