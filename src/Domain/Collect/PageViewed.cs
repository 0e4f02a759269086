namespace Tracking.Domain.Collect;

/// <summary>A visitor saw a page.</summary>
/// <param name="Header">Who, when and under which id.</param>
/// <param name="Url">The page.</param>
/// <param name="Title">Its title; <c>null</c> when it has none.</param>
/// <param name="Referrer">Where the visitor came from; <c>null</c> when unknown.</param>
public sealed record PageViewed(EventHeader Header, string Url, string? Title, string? Referrer) : CollectedEvent(Header)
{
    /// <inheritdoc/>
    public override string? PageUrl => Url;

    /// <inheritdoc/>
    public override string? PageTitle => Title ?? base.PageTitle;

    /// <inheritdoc/>
    public override SessionRole SessionRole => SessionRole.PageView;
}
