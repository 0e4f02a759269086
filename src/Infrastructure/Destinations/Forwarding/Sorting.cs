using System.Text.Json;
using Tracking.Application.Destinations.Rules;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>Decides what of a destination's events is sent, and as what.</summary>
internal sealed class Sorting(ConsentGate consent, TimeProvider time)
{
    /// <summary>Decides on one event, without a side effect.</summary>
    /// <returns>What is sent; or the state that it comes to, and why.</returns>
    public async ValueTask<Sorted> OfAsync(
        OpenDestination opened, Site site, Pending pending, CancellationToken cancellationToken)
    {
        if (TryRead(pending.Row) is not { } data)
            return new Sorted(null, DeliveryState.Failed, "unreadable");
        var now = await consent.OfAsync(site, opened.Destination.Requires, pending.Row, data.Basis, cancellationToken);
        if (now.Withheld is { } withheld)
            return new Sorted(null, DeliveryState.Withheld, withheld);
        var age = time.GetUtcNow().ToUnixTimeMilliseconds() - pending.Row.TimestampMs;
        try
        {
            var forwarded = pending.ToForwarded(site, data, now.Flags);
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

    private static StoredData? TryRead(EventRow row)
    {
        try
        {
            return JsonSerializer.Deserialize<StoredData>(row.Data, StoredData.Json);
        }
        catch (JsonException)
        {
            return null;
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
