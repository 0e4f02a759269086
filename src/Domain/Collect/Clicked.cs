namespace Tracking.Domain.Collect;

/// <summary>A visitor clicked something.</summary>
/// <param name="Header">Who, when and under which id.</param>
/// <param name="Url">The page.</param>
/// <param name="Kind">What was clicked.</param>
/// <param name="Element">The element; <c>null</c> when the sender does not say.</param>
public sealed record Clicked(EventHeader Header, string Url, ClickKind Kind, ClickedElement? Element) : CollectedEvent(Header)
{
    /// <inheritdoc/>
    public override string? PageUrl => Url;

    /// <inheritdoc/>
    public override SessionRole SessionRole => SessionRole.Interaction;
}

/// <summary>The clicked element: tag name, id, visible text (withheld without consent) and target.</summary>
public sealed record ClickedElement(string? Tag, string? Id, string? Text, string? Href);

/// <summary>What was clicked.</summary>
public enum ClickKind
{
    /// <summary>Anything that is no link.</summary>
    Element,

    /// <summary>A link within the site.</summary>
    Link,

    /// <summary>A link to another host.</summary>
    Outbound,

    /// <summary>A file.</summary>
    Download,

    /// <summary>A mail address.</summary>
    Mailto,

    /// <summary>A telephone number.</summary>
    Tel,
}
