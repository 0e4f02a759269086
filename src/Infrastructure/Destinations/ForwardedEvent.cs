using System.Text.Json;
using Tracking.Contracts.Events;
using Tracking.Domain.Collect;

namespace Tracking.Infrastructure.Destinations;

/// <summary>A stored event on its way to a destination whose required consent it has.</summary>
/// <param name="Id">Its number in the store.</param>
/// <param name="Event">The event in the contract's shape, after the destination's rules; a name that they set stands in <c>Name</c>.</param>
/// <param name="Context">Surroundings that the contract does not show: click and client ids (with marketing consent only), locale, screen.</param>
/// <param name="Address">The visitor's address as far as the site keeps it.</param>
/// <param name="UserAgent">The user agent, reduced; absent where it is not known.</param>
internal sealed record ForwardedEvent(long Id, TrackedEvent<JsonElement?> Event, EventContext Context, string? Address, string? UserAgent)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The campaign that the sender names, else the one in the page's URL.</summary>
    public Contracts.Events.Campaign? Campaign => Event.Campaign ?? (Event.Traffic is { Campaign: { } name } traffic
        ? new Contracts.Events.Campaign(traffic.Source, traffic.Medium, name, traffic.Term, traffic.Content)
        : null);

    /// <summary>The properties as their type's record, or what the rules made of them.</summary>
    public T Properties<T>()
        where T : class => Event.Properties!.Value.Deserialize<T>(Json)!;
}

/// <summary>What an event comes to at a destination.</summary>
internal abstract record Mapping;

/// <summary>It is sent.</summary>
/// <param name="Id">The event's number in the store.</param>
/// <param name="Json">As the platform takes it, in UTF-8.</param>
/// <param name="Group">Only events of one group may share a request; <c>null</c>: any may.</param>
internal sealed record MappedEvent(long Id, byte[] Json, string? Group = null) : Mapping;

/// <summary>The platform has nothing for such an event.</summary>
/// <param name="Reason">Why, in a word or two.</param>
internal sealed record LeftOut(string Reason) : Mapping;

/// <summary>The platform would refuse it.</summary>
/// <param name="Reason">Why: the rule that it breaks.</param>
internal sealed record DoesNotFit(string Reason) : Mapping;

/// <summary>What a platform said to a request.</summary>
/// <param name="Kind">What is done next.</param>
/// <param name="Reason">Why, where it was not taken; never a word of the platform's own, which might repeat what was sent.</param>
/// <param name="RetryAfter">What it asked for.</param>
internal readonly record struct SendResult(SendResultKind Kind, string? Reason = null, TimeSpan? RetryAfter = null);

/// <summary>What is done after a request.</summary>
internal enum SendResultKind
{
    /// <summary>Nothing: the platform never says whether it took it.</summary>
    Sent,

    /// <summary>Nothing: the platform took it.</summary>
    Confirmed,

    /// <summary>It is sent again: the platform is in trouble, or the destination's settings are.</summary>
    TryAgain,

    /// <summary>Something in it is refused: it is sent again in halves, until what is refused is found.</summary>
    Refused,

    /// <summary>It was not sent: an event of the same visitor, which must go before it, was not taken.</summary>
    HeldUp,
}
