using System.Text.Json;

namespace Tracking.Domain.Collect;

/// <summary>Something happened that only the sender has a name for.</summary>
/// <param name="Header">Who, when and under which id.</param>
/// <param name="EventName">That name, 1–128 characters.</param>
/// <param name="Url">The page, if the sender says.</param>
/// <param name="Properties">A JSON object of the sender's making; <c>null</c> when there is none.</param>
public sealed record CustomEventOccurred(EventHeader Header, string EventName, string? Url, JsonElement? Properties) : CollectedEvent(Header)
{
    /// <inheritdoc/>
    public override string? Name => EventName;

    /// <inheritdoc/>
    public override string? PageUrl => Url ?? base.PageUrl;

    /// <inheritdoc/>
    public override SessionRole SessionRole => SessionRole.Interaction;
}
