namespace Tracking.Domain.Collect;

/// <summary>A visitor entered something into a form's field.</summary>
/// <param name="Header">Who, when and under which id.</param>
/// <param name="Url">The page.</param>
/// <param name="Form">The form.</param>
/// <param name="Field">The field.</param>
public sealed record FormFieldEntered(EventHeader Header, string Url, Form Form, FormField Field) : CollectedEvent(Header)
{
    /// <inheritdoc/>
    public override string? PageUrl => Url;

    /// <inheritdoc/>
    public override SessionRole SessionRole => SessionRole.Interaction;
}

/// <summary>A form, by its id, its name or both.</summary>
public sealed record Form(string? Id, string? Name);

/// <summary>A field: name, type (<c>text</c>, <c>email</c>, …), and its value where the site lists the field.</summary>
public sealed record FormField(string? Name, string? Type, string? Value);
