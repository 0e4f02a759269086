using Tracking.Application.Destinations.Rules;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;

namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>Decides what of a destination's events is sent, and as what.</summary>
internal sealed class Sorting(ConsentGate consent, TimeProvider time)
{
    /// <summary>Decides on one event, without a side effect.</summary>
    /// <returns>What is sent; or the state that it comes to, and why.</returns>
    public async ValueTask<Sorted> OfAsync(
        OpenDestination opened, Site site, Pending pending, CancellationToken cancellationToken)
    {
        if (await consent.WithheldAsync(site, opened.Destination.Requires, pending.Row, cancellationToken) is { } withheld)
            return new Sorted(null, DeliveryState.Withheld, withheld);
        var age = time.GetUtcNow().ToUnixTimeMilliseconds() - pending.Row.TimestampMs;
        try
        {
            var forwarded = pending.ToForwarded(site.Name);
            if (opened.Rules.Apply(forwarded.Event) is not { } changed)
                return new Sorted(null, DeliveryState.Filtered, "rules");
            return opened.Target.Map(forwarded with { Event = changed }) switch
            {
                LeftOut left => new Sorted(null, DeliveryState.Filtered, left.Reason),
                DoesNotFit broken => new Sorted(null, DeliveryState.Failed, broken.Reason),
                MappedEvent when opened.Target.OldestEvent is { } oldest && age > oldest.TotalMilliseconds => new Sorted(null, DeliveryState.Failed, "too_old"),
                MappedEvent mapped when mapped.Json.Length >= opened.Target.Limits.Bytes => new Sorted(null, DeliveryState.Failed, "too_large"),
                MappedEvent mapped => new Sorted(mapped, DeliveryState.Waiting, null),
                var other => throw new InvalidOperationException($"{other.GetType().Name} is no mapping."),
            };
        }
        catch (RulesDoNotFitException)
        {
            return new Sorted(null, DeliveryState.Failed, "rules_do_not_fit");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A stored event that cannot be mapped holds up none of the others.
            return new Sorted(null, DeliveryState.Failed, "mapping_" + exception.GetType().Name);
        }
    }
}

/// <summary>What an event comes to before anything is sent.</summary>
/// <param name="Mapped">What is sent of it; <c>null</c>: nothing.</param>
/// <param name="State">The state where nothing is sent.</param>
/// <param name="Reason">Why.</param>
internal readonly record struct Sorted(MappedEvent? Mapped, DeliveryState State, string? Reason);

/// <summary>A destination that is open.</summary>
/// <param name="Destination">What it is.</param>
/// <param name="Rules">What it gets.</param>
/// <param name="Target">Where it is sent.</param>
internal sealed record OpenDestination(Destination Destination, EventRules Rules, IDestination Target);
