using FluentValidation;
using MediatR;
using Tracking.Application.Collect.Reading;
using Tracking.Contracts.Events;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Forms;

/// <summary>Collects a form's submission (HTTP contract v1, type <c>form_submit</c>).</summary>
/// <param name="Envelope">Who, when and under which messageId.</param>
/// <param name="Url">The page's absolute URL.</param>
/// <param name="Form">The form.</param>
/// <param name="FieldCount">How many fields it has, 0 or more.</param>
/// <param name="Outcome">Submitted unless said otherwise.</param>
public sealed record TrackFormSubmit(EventEnvelope Envelope, string? Url, Domain.Collect.Form? Form, int? FieldCount, FormOutcome Outcome)
    : ITrackCommand<TrackFormSubmit, FormSubmitted, FormSubmit>
{
    /// <inheritdoc/>
    public static TrackFormSubmit Read(EventEnvelope envelope, JsonFields properties) => new(
        envelope,
        properties.Text("url", PageUrl.MaxLength),
        FormReading.Form(properties),
        properties.SmallInteger("fieldCount"),
        properties.Word("outcome", FormOutcome.Submitted));

    /// <inheritdoc/>
    public static FormSubmit ToContract(FormSubmitted collected) => new(
        collected.Url, FormReading.ToContract(collected.Form), collected.FieldCount, Words.Of(collected.Outcome));
}

internal sealed class TrackFormSubmitValidator : AbstractValidator<TrackFormSubmit>
{
    public TrackFormSubmitValidator()
    {
        RuleFor(submit => submit.Url).RequiredUrl("properties.url");
        RuleFor(submit => submit.Form).Required("properties.form");
        RuleFor(submit => (long?)submit.FieldCount).InRange(0, 10_000, "properties.fieldCount");
    }
}

internal sealed class TrackFormSubmitHandler(EventHeaders headers) : IRequestHandler<TrackFormSubmit, CollectOutcome>
{
    public async Task<CollectOutcome> Handle(TrackFormSubmit request, CancellationToken cancellationToken) =>
        new CollectOutcome.Collected(new FormSubmitted(
            await headers.ForAsync(request, cancellationToken),
            request.Envelope.Cleaned(request.Url)!,
            request.Form!,
            request.FieldCount,
            request.Outcome));
}
