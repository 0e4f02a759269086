namespace Tracking.Domain.Destinations;

/// <summary>A place outside to which a site's stored events are forwarded: an analytics platform, a webhook, a folder of files.</summary>
/// <param name="Id">Its number.</param>
/// <param name="SiteId">The site's number.</param>
/// <param name="Kind">What it is: <c>ga4</c>, <c>webhook</c>, …</param>
/// <param name="Name">For people.</param>
/// <param name="Requires">What a visitor must have consented to for an event to be sent.</param>
/// <param name="IsPaused">Whether nothing is sent for now; what is stored meanwhile waits.</param>
/// <param name="CreatedAt">When it was made, UTC. Events that were stored before are not sent unless they are replayed.</param>
public sealed record Destination(
    int Id, int SiteId, string Kind, string Name, ConsentPurposes Requires, bool IsPaused, DateTimeOffset CreatedAt);

/// <summary>Purposes that a visitor can consent to; a destination may require several, and then all of them.</summary>
[Flags]
public enum ConsentPurposes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>To be counted by an id.</summary>
    Analytics = 1,

    /// <summary>Marketing.</summary>
    Marketing = 2,
}
