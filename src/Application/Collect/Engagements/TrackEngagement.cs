using FluentValidation;
using MediatR;
using Tracking.Application.Collect.Reading;
using Tracking.Contracts.Events;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Engagements;

/// <summary>Collects how long and how far a page was read (HTTP contract v1, type <c>engagement</c>).</summary>
/// <param name="Envelope">Who, when and under which messageId.</param>
/// <param name="Url">The page's absolute URL.</param>
/// <param name="EngagedMs">Milliseconds in use, 0 or more.</param>
/// <param name="ScrollPercent">Deepest point, 0–100; stored in whole percent.</param>
public sealed record TrackEngagement(EventEnvelope Envelope, string? Url, long? EngagedMs, decimal? ScrollPercent)
    : ITrackCommand<TrackEngagement, VisitorEngaged, Engagement>
{
    /// <inheritdoc/>
    public static TrackEngagement Read(EventEnvelope envelope, JsonFields properties) => new(
        envelope,
        properties.Text("url", PageUrl.MaxLength),
        properties.Integer("engagedMs"),
        properties.Number("scrollPercent"));

    /// <inheritdoc/>
    public static Engagement ToContract(VisitorEngaged collected) => new(collected.Url, collected.EngagedMs, collected.ScrollPercent);
}

internal sealed class TrackEngagementValidator : AbstractValidator<TrackEngagement>
{
    private static readonly long LongestMs = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    public TrackEngagementValidator()
    {
        RuleFor(engagement => engagement.Url).RequiredUrl("properties.url");
        RuleFor(engagement => engagement.EngagedMs).InRange(0, LongestMs, "properties.engagedMs");
        RuleFor(engagement => engagement.ScrollPercent).InRange(0, 100, "properties.scrollPercent");
    }
}

internal sealed class TrackEngagementHandler(EventHeaders headers) : IRequestHandler<TrackEngagement, CollectOutcome>
{
    public async Task<CollectOutcome> Handle(TrackEngagement request, CancellationToken cancellationToken) =>
        new CollectOutcome.Collected(new VisitorEngaged(
            await headers.ForAsync(request, cancellationToken),
            request.Envelope.Cleaned(request.Url)!,
            request.EngagedMs,
            request.ScrollPercent is { } percent ? (int)decimal.Round(percent, MidpointRounding.AwayFromZero) : null));
}
