using System.Text.Json;

namespace Tracking.Domain.Collect;

/// <summary>A sender said who a visitor is. Never made without analytics consent.</summary>
/// <param name="Header">Who, when and under which id.</param>
/// <param name="Traits">What else the sender knows: a JSON object; <c>null</c> when nothing.</param>
public sealed record VisitorIdentified(EventHeader Header, JsonElement? Traits) : CollectedEvent(Header)
{
    /// <inheritdoc/>
    public override SessionRole SessionRole => SessionRole.None;
}
