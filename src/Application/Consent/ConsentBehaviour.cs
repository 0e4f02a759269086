using MediatR;
using Tracking.Application.Collect;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;

namespace Tracking.Application.Consent;

/// <summary>Second of the pipeline: decides what an event may be used for, before anything is made of it.</summary>
public sealed class ConsentBehaviour<TCommand>(IConsentRecords records) : IPipelineBehavior<TCommand, CollectOutcome>
    where TCommand : ITrackCommand
{
    /// <inheritdoc/>
    public async Task<CollectOutcome> Handle(
        TCommand request, CancellationToken cancellationToken, RequestHandlerDelegate<CollectOutcome> next)
    {
        var envelope = request.Envelope;
        var recorded = envelope is { AnonymousId: null, UserId: null }
            ? RecordedConsent.None
            : await records.NewestAsync(envelope.Site, envelope.AnonymousId, envelope.UserId, cancellationToken);
        envelope.Consent = ConsentState.Decide(
            envelope.Site.Settings, envelope.Choices, envelope.Timestamp, recorded, envelope.GlobalPrivacyControl, envelope.DoNotTrack);
        return envelope.Consent.Anonymised && envelope.Site.Settings.WithoutConsent == WithoutConsent.Drop
            ? new CollectOutcome.Dropped(DropReason.NoConsent)
            : await next();
    }
}
