using System.Text.Json;
using FluentValidation;
using MediatR;
using Tracking.Application.Collect.Reading;
using Tracking.Contracts.Events;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Identities;

/// <summary>Collects who a visitor is (HTTP contract v1, type <c>identify</c>).</summary>
/// <param name="Envelope">Who, when and under which messageId; its userId is required.</param>
/// <param name="Traits">What else the sender knows: a JSON object.</param>
public sealed record IdentifyVisitor(EventEnvelope Envelope, JsonElement? Traits)
    : ITrackCommand<IdentifyVisitor, VisitorIdentified, Identify>
{
    /// <inheritdoc/>
    public static IdentifyVisitor Read(EventEnvelope envelope, JsonFields properties) => new(envelope, properties.Free("traits"));

    /// <inheritdoc/>
    public static Identify ToContract(VisitorIdentified collected) => new(collected.Traits);
}

internal sealed class IdentifyVisitorValidator : AbstractValidator<IdentifyVisitor>
{
    public IdentifyVisitorValidator() => RuleFor(identify => identify.Envelope.UserId).Required("userId");
}

internal sealed class IdentifyVisitorHandler(EventHeaders headers) : IRequestHandler<IdentifyVisitor, CollectOutcome>
{
    public async Task<CollectOutcome> Handle(IdentifyVisitor request, CancellationToken cancellationToken) =>
        request.Envelope.Consent.Anonymised
            ? new CollectOutcome.Dropped(DropReason.NoConsentToIdentify)
            : new CollectOutcome.Collected(new VisitorIdentified(
                await headers.ForAsync(request, cancellationToken), request.Traits));
}
