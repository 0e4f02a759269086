using FluentValidation;
using MediatR;
using Tracking.Application.Collect.Reading;
using Tracking.Contracts.Events;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.PageViews;

/// <summary>Collects one page view (HTTP contract v1, type <c>page_view</c>).</summary>
/// <param name="Envelope">Who, when and under which messageId; common to all types.</param>
/// <param name="Url">Absolute http or https URL as the visitor saw it; at most 2,048 characters.</param>
/// <param name="Title">Document title; <c>null</c> when the page has none.</param>
/// <param name="Referrer">Where the visitor came from; <c>null</c> when unknown.</param>
public sealed record TrackPageView(EventEnvelope Envelope, string? Url, string? Title, string? Referrer)
    : ITrackCommand<TrackPageView, PageViewed, PageView>
{
    /// <inheritdoc/>
    public static TrackPageView Read(EventEnvelope envelope, JsonFields properties) => new(
        envelope,
        properties.Text("url", PageUrl.MaxLength),
        properties.Text("title"),
        properties.Text("referrer", PageUrl.MaxLength));

    /// <inheritdoc/>
    public static PageView ToContract(PageViewed collected) => new(collected.Url, collected.Title, collected.Referrer);
}

internal sealed class TrackPageViewValidator : AbstractValidator<TrackPageView>
{
    public TrackPageViewValidator()
    {
        RuleFor(view => view.Url).RequiredUrl("properties.url");
        RuleFor(view => view.Referrer).OptionalUrl("properties.referrer");
    }
}

internal sealed class TrackPageViewHandler(EventHeaders headers) : IRequestHandler<TrackPageView, CollectOutcome>
{
    public async Task<CollectOutcome> Handle(TrackPageView request, CancellationToken cancellationToken) =>
        new CollectOutcome.Collected(new PageViewed(
            await headers.ForAsync(request, cancellationToken),
            request.Envelope.Cleaned(request.Url)!,
            request.Title,
            request.Envelope.Cleaned(request.Referrer)));
}
