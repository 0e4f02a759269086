using FluentValidation;
using MediatR;
using Tracking.Application.Collect.Reading;
using Tracking.Contracts.Events;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Clicks;

/// <summary>Collects one click (HTTP contract v1, type <c>click</c>).</summary>
/// <param name="Envelope">Who, when and under which messageId.</param>
/// <param name="Url">The page's absolute URL.</param>
/// <param name="Kind">What was clicked; an element unless said otherwise.</param>
/// <param name="Element">The element; <c>null</c> when not described.</param>
public sealed record TrackClick(EventEnvelope Envelope, string? Url, ClickKind Kind, ClickedElement? Element)
    : ITrackCommand<TrackClick, Clicked, Click>
{
    /// <inheritdoc/>
    public static TrackClick Read(EventEnvelope envelope, JsonFields properties)
    {
        var element = properties.Object("element");
        return new TrackClick(
            envelope,
            properties.Text("url", PageUrl.MaxLength),
            properties.Word("kind", ClickKind.Element),
            element.IsPresent
                ? new ClickedElement(element.Text("tag"), element.Text("id"), element.Text("text"), element.Text("href", PageUrl.MaxLength))
                : null);
    }

    /// <inheritdoc/>
    public static Click ToContract(Clicked collected) => new(
        collected.Url,
        Words.Of(collected.Kind),
        collected.Element is { } element ? new ClickElement(element.Tag, element.Id, element.Text, element.Href) : null);
}

internal sealed class TrackClickValidator : AbstractValidator<TrackClick>
{
    public TrackClickValidator() => RuleFor(click => click.Url).RequiredUrl("properties.url");
}

internal sealed class TrackClickHandler(EventHeaders headers) : IRequestHandler<TrackClick, CollectOutcome>
{
    public async Task<CollectOutcome> Handle(TrackClick request, CancellationToken cancellationToken)
    {
        var envelope = request.Envelope;
        var element = request.Element is not { } sent ? null : sent with
        {
            Text = envelope.WithConsent(sent.Text),
            Href = UrlCleaner.CleanTarget(sent.Href, envelope.Consent, envelope.Site.Settings),
        };
        return new CollectOutcome.Collected(new Clicked(
            await headers.ForAsync(request, cancellationToken), envelope.Cleaned(request.Url)!, request.Kind, element));
    }
}
