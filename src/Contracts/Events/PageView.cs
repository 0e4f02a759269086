namespace Tracking.Contracts.Events;

/// <summary>Properties of a <c>page_view</c>.</summary>
/// <param name="Url">The page's absolute URL, cleaned.</param>
/// <param name="Title">Its title.</param>
/// <param name="Referrer">Where the visitor came from, cleaned.</param>
public sealed record PageView(string Url, string? Title, string? Referrer);
