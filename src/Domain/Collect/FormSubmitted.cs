namespace Tracking.Domain.Collect;

/// <summary>A visitor submitted a form, or tried to.</summary>
/// <param name="Header">Who, when and under which id.</param>
/// <param name="Url">The page.</param>
/// <param name="Form">The form.</param>
/// <param name="FieldCount">How many fields it has; <c>null</c> when unknown.</param>
/// <param name="Outcome">Whether the browser let it go.</param>
public sealed record FormSubmitted(EventHeader Header, string Url, Form Form, int? FieldCount, FormOutcome Outcome) : CollectedEvent(Header)
{
    /// <inheritdoc/>
    public override string? PageUrl => Url;

    /// <inheritdoc/>
    public override SessionRole SessionRole => SessionRole.Interaction;
}

/// <summary>What came of a submission.</summary>
public enum FormOutcome
{
    /// <summary>It was sent.</summary>
    Submitted,

    /// <summary>A field was invalid.</summary>
    Invalid,
}
