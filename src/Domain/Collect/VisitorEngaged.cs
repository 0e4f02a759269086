namespace Tracking.Domain.Collect;

/// <summary>A visitor stayed on a page.</summary>
/// <param name="Header">Who, when and under which id.</param>
/// <param name="Url">The page.</param>
/// <param name="EngagedMs">Milliseconds for which it was visible and in use.</param>
/// <param name="ScrollPercent">The deepest point that was scrolled to, 0–100.</param>
public sealed record VisitorEngaged(EventHeader Header, string Url, long? EngagedMs, int? ScrollPercent) : CollectedEvent(Header)
{
    /// <inheritdoc/>
    public override string? PageUrl => Url;

    /// <inheritdoc/>
    public override SessionRole SessionRole => SessionRole.Presence;
}
