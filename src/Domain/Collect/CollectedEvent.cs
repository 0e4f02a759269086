namespace Tracking.Domain.Collect;

/// <summary>Something a visitor did, validated and with consent applied. The base of all domain events of Collect.</summary>
/// <param name="Header">Who, when and under which id.</param>
public abstract record CollectedEvent(EventHeader Header)
{
    /// <summary>What reports call the event: its type, or a custom event's name; <c>null</c>: the type.</summary>
    public virtual string? Name => null;

    /// <summary>The page on which it happened: absolute URL, cleaned; <c>null</c> when there is none.</summary>
    public virtual string? PageUrl => Header.Context.Page?.Url;

    /// <summary>That page's title.</summary>
    public virtual string? PageTitle => Header.Context.Page?.Title;

    /// <summary>What the event does to the visitor's session.</summary>
    public abstract SessionRole SessionRole { get; }
}

/// <summary>What an event does to its visitor's session.</summary>
public enum SessionRole
{
    /// <summary>Nothing: it is no event in any figure (<c>identify</c>).</summary>
    None,

    /// <summary>It belongs to one, and shows no interest by itself (<c>engagement</c>).</summary>
    Presence,

    /// <summary>It is a page view.</summary>
    PageView,

    /// <summary>The visitor did something: a session with it is no bounce.</summary>
    Interaction,
}
