namespace Tracking.Contracts.Events;

/// <summary>Properties of an <c>engagement</c>.</summary>
/// <param name="Url">The page's absolute URL, cleaned.</param>
/// <param name="EngagedMs">Milliseconds for which the page was visible and in use.</param>
/// <param name="ScrollPercent">The deepest point that was scrolled to, 0–100.</param>
public sealed record Engagement(string Url, long? EngagedMs, int? ScrollPercent);
