using FluentValidation;
using MediatR;
using Tracking.Application.Collect.Reading;
using Tracking.Contracts.Events;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Forms;

/// <summary>Collects an entry into a form's field (HTTP contract v1, type <c>form_input</c>).</summary>
/// <param name="Envelope">Who, when and under which messageId.</param>
/// <param name="Url">The page's absolute URL.</param>
/// <param name="Form">The form.</param>
/// <param name="Field">The field; its value is kept only where the site lists the field's name.</param>
public sealed record TrackFormInput(EventEnvelope Envelope, string? Url, Domain.Collect.Form? Form, Domain.Collect.FormField? Field)
    : ITrackCommand<TrackFormInput, FormFieldEntered, FormInput>
{
    /// <inheritdoc/>
    public static TrackFormInput Read(EventEnvelope envelope, JsonFields properties)
    {
        var field = properties.Object("field");
        return new TrackFormInput(
            envelope,
            properties.Text("url", PageUrl.MaxLength),
            FormReading.Form(properties),
            field.IsPresent
                ? new Domain.Collect.FormField(field.Text("name"), field.Text("type"), field.Text("value") ?? properties.Text("value"))
                : null);
    }

    /// <inheritdoc/>
    public static FormInput ToContract(FormFieldEntered collected) => new(
        collected.Url,
        FormReading.ToContract(collected.Form),
        new Contracts.Events.FormField(collected.Field.Name, collected.Field.Type, collected.Field.Value));
}

internal sealed class TrackFormInputValidator : AbstractValidator<TrackFormInput>
{
    public TrackFormInputValidator()
    {
        RuleFor(input => input.Url).RequiredUrl("properties.url");
        RuleFor(input => input.Form).Required("properties.form");
        RuleFor(input => input.Field).Required("properties.field");
        RuleFor(input => input.Field!.Name).Required("properties.field.name").When(input => input.Field is not null);
    }
}

internal sealed class TrackFormInputHandler(EventHeaders headers) : IRequestHandler<TrackFormInput, CollectOutcome>
{
    public async Task<CollectOutcome> Handle(TrackFormInput request, CancellationToken cancellationToken)
    {
        var (envelope, field) = (request.Envelope, request.Field!);
        var isListed = envelope.Site.Settings.FormFields.Contains(field.Name!, StringComparer.OrdinalIgnoreCase);
        return new CollectOutcome.Collected(new FormFieldEntered(
            await headers.ForAsync(request, cancellationToken),
            envelope.Cleaned(request.Url)!,
            request.Form!,
            field with { Value = isListed ? envelope.WithConsent(field.Value) : null }));
    }
}
