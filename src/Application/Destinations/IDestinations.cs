using System.Text.Json;
using Tracking.Application.Collect;
using Tracking.Application.Destinations.Rules;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;

namespace Tracking.Application.Destinations;

/// <summary>A site's destinations, and what became of its events there. A change holds in every process within 5 seconds.</summary>
public interface IDestinations
{
    /// <summary>The kinds that there are.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>What a kind requires a visitor to have consented to, where nothing else is said.</summary>
    ConsentPurposes RequiredBy(string kind);

    /// <summary>All of a site's.</summary>
    Task<IReadOnlyList<DestinationDetails>> ListAsync(Site site, CancellationToken cancellationToken);

    /// <summary>One of a site's; <c>null</c> when it has none of that number.</summary>
    Task<DestinationDetails?> FindAsync(Site site, int id, CancellationToken cancellationToken);

    /// <summary>Adds one. It gets what is stored from now on.</summary>
    Task<ChangedDestination> AddAsync(Site site, string kind, DestinationChange change, CancellationToken cancellationToken);

    /// <summary>Changes one; <c>null</c> when the site has none of that number.</summary>
    Task<ChangedDestination?> ChangeAsync(Site site, int id, DestinationChange change, CancellationToken cancellationToken);

    /// <summary>Takes one away, and what is known of its deliveries; false when the site has none of that number.</summary>
    Task<bool> DeleteAsync(Site site, int id, CancellationToken cancellationToken);

    /// <summary>The deliveries of a destination, newest event first.</summary>
    Task<IReadOnlyList<Delivery>> DeliveriesAsync(Destination destination, DeliveryFilter filter, CancellationToken cancellationToken);

    /// <summary>Has events sent again, or for the first time.</summary>
    /// <returns>How many.</returns>
    Task<int> ReplayAsync(Destination destination, ReplayFilter filter, CancellationToken cancellationToken);

    /// <summary>Sends an event that is made up to the platform, in the way that it has for trying out.</summary>
    Task<TryOut> TestAsync(Destination destination, CancellationToken cancellationToken);

    /// <summary>What stored events of a time would come to under other rules or settings, beside what they come to now. Nothing is sent.</summary>
    Task<DryRun> DryRunAsync(Site site, int id, DestinationChange draft, EventWindow window, CancellationToken cancellationToken);
}

/// <summary>What is given is set, the rest stays.</summary>
/// <param name="Name">For people.</param>
/// <param name="Requires">What a visitor must have consented to.</param>
/// <param name="IsPaused">Whether nothing is sent for now.</param>
/// <param name="Settings">The kind's own; a secret that is absent stays as it is.</param>
/// <param name="Rules">What it gets.</param>
public sealed record DestinationChange(string? Name, ConsentPurposes? Requires, bool? IsPaused, JsonElement? Settings, EventRules? Rules);

/// <summary>A destination with all that may be shown of it.</summary>
/// <param name="Destination">What it is.</param>
/// <param name="Settings">The kind's own, without secrets.</param>
/// <param name="Secrets">The names of the secrets that are set.</param>
/// <param name="Rules">What it gets.</param>
/// <param name="Trouble">Why nothing can be sent just now; <c>null</c>: it can.</param>
/// <param name="TroubleSince">Since when.</param>
public sealed record DestinationDetails(
    Destination Destination, JsonElement Settings, IReadOnlyList<string> Secrets, EventRules Rules, string? Trouble, DateTimeOffset? TroubleSince)
{
    /// <summary>What is shown in a secret's place; sent back, it leaves the secret as it is.</summary>
    public const string Hidden = "***";
}

/// <summary>What a change came to: either is empty.</summary>
/// <param name="Destination">The destination after it.</param>
/// <param name="Errors">What is wrong with the settings; then nothing was changed.</param>
public sealed record ChangedDestination(DestinationDetails? Destination, IReadOnlyList<FieldError> Errors);

/// <summary>A stored event's way to one destination. It holds no personal data.</summary>
/// <param name="Event">The event's number in the store.</param>
/// <param name="State">What became of it.</param>
/// <param name="Reason">Why it is not sent, waits or failed.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="At">When this became so.</param>
/// <param name="NextAttemptAt">When it is tried next.</param>
public sealed record Delivery(long Event, DeliveryState State, string? Reason, int Attempts, DateTimeOffset At, DateTimeOffset? NextAttemptAt);

/// <summary>Which deliveries are listed.</summary>
/// <param name="State">In this state; <c>null</c>: in any.</param>
/// <param name="Before">Of events with a lower number, for the next page.</param>
/// <param name="Limit">At most so many.</param>
public sealed record DeliveryFilter(DeliveryState? State, long? Before, int Limit);

/// <summary>A time, by the events' own.</summary>
/// <param name="From">From then on.</param>
/// <param name="To">Before then.</param>
public sealed record EventWindow(DateTimeOffset From, DateTimeOffset To);

/// <summary>Which events are sent again.</summary>
/// <param name="Window">Of this time.</param>
/// <param name="State">Of which this became; never those that wait. With <see cref="DeliveryState.Waiting"/>: those that were stored before the destination was made.</param>
/// <param name="Reason">For this reason; <c>null</c>: for any.</param>
public sealed record ReplayFilter(EventWindow Window, DeliveryState State, string? Reason);

/// <summary>What a platform said to an event that was made up.</summary>
/// <param name="IsTaken">Whether it would take it.</param>
/// <param name="Says">What it said, or what went wrong.</param>
public sealed record TryOut(bool IsTaken, IReadOnlyList<string> Says);

/// <summary>What a draft would change.</summary>
/// <param name="Events">How many events were gone through.</param>
/// <param name="IsComplete">Whether those are all of the window.</param>
/// <param name="Now">How many of them come to what, by today's rules and settings.</param>
/// <param name="Draft">By the draft.</param>
/// <param name="Different">How many come to something else.</param>
/// <param name="Examples">Some of those.</param>
/// <param name="Errors">What is wrong with the draft; then the rest is empty.</param>
public sealed record DryRun(
    int Events,
    bool IsComplete,
    IReadOnlyDictionary<DeliveryState, int> Now,
    IReadOnlyDictionary<DeliveryState, int> Draft,
    int Different,
    IReadOnlyList<DryRunExample> Examples,
    IReadOnlyList<FieldError> Errors)
{
    /// <summary>The draft itself is wrong.</summary>
    public static DryRun Refused(IReadOnlyList<FieldError> errors) =>
        new(0, IsComplete: true, new Dictionary<DeliveryState, int>(), new Dictionary<DeliveryState, int>(), 0, [], errors);
}

/// <summary>An event of which a draft makes something else.</summary>
/// <param name="Event">Its number in the store.</param>
/// <param name="Now">What is sent of it now, or why nothing is.</param>
/// <param name="Draft">What would be.</param>
public sealed record DryRunExample(long Event, DryRunResult Now, DryRunResult Draft);

/// <summary>What an event comes to.</summary>
/// <param name="State">It would be sent (<see cref="DeliveryState.Sent"/>), or not.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Payload">What would be sent.</param>
public sealed record DryRunResult(DeliveryState State, string? Reason, string? Payload);
