namespace Tracking.Contracts.Events;

/// <summary>Properties of a <c>form_input</c>.</summary>
/// <param name="Url">The page's absolute URL, cleaned.</param>
/// <param name="Form">The form.</param>
/// <param name="Field">The field.</param>
public sealed record FormInput(string Url, Form Form, FormField Field);

/// <summary>Properties of a <c>form_submit</c>.</summary>
/// <param name="Url">The page's absolute URL, cleaned.</param>
/// <param name="Form">The form.</param>
/// <param name="FieldCount">How many fields it has.</param>
/// <param name="Outcome"><c>submitted</c> or <c>invalid</c>.</param>
public sealed record FormSubmit(string Url, Form Form, int? FieldCount, string Outcome);

/// <summary>A form.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record Form(string? Id, string? Name);

/// <summary>A form's field.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type: <c>text</c>, <c>email</c>, …</param>
/// <param name="Value">What was entered; only where the site lists the field and the visitor consented.</param>
public sealed record FormField(string? Name, string? Type, string? Value);
