namespace Tracking.Contracts.Events;

/// <summary>Properties of a <c>click</c>.</summary>
/// <param name="Url">The page's absolute URL, cleaned.</param>
/// <param name="Kind"><c>element</c>, <c>link</c>, <c>outbound</c>, <c>download</c>, <c>mailto</c> or <c>tel</c>.</param>
/// <param name="Element">What was clicked.</param>
public sealed record Click(string Url, string Kind, ClickElement? Element);

/// <summary>A clicked element.</summary>
/// <param name="Tag">Tag name.</param>
/// <param name="Id">The element's id.</param>
/// <param name="Text">Visible text; withheld without consent.</param>
/// <param name="Href">Target, cleaned.</param>
public sealed record ClickElement(string? Tag, string? Id, string? Text, string? Href);
