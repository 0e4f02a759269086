using FluentValidation;
using MediatR;

namespace Tracking.Application.Collect;

/// <summary>First of the pipeline: an event that breaks the contract goes no further.</summary>
public sealed class ValidationBehaviour<TCommand>(IValidator<EventEnvelope> envelopeRules, IValidator<TCommand> rules)
    : IPipelineBehavior<TCommand, CollectOutcome>
    where TCommand : ITrackCommand
{
    /// <inheritdoc/>
    public Task<CollectOutcome> Handle(TCommand request, CancellationToken cancellationToken, RequestHandlerDelegate<CollectOutcome> next)
    {
        var general = envelopeRules.Validate(request.Envelope);
        var special = rules.Validate(request);
        if (general.IsValid && special.IsValid && request.Envelope.Unreadable.Count == 0)
            return next();

        // What could not be read was read as absent: that it is absent, too, is no news.
        var errors = new List<FieldError>(request.Envelope.Unreadable);
        foreach (var failure in general.Errors.Concat(special.Errors))
        {
            if (!errors.Exists(known => known.Path == failure.PropertyName))
                errors.Add(new FieldError(failure.PropertyName, Rules.ReasonOf(failure), failure.ErrorMessage));
        }

        return Task.FromResult<CollectOutcome>(new CollectOutcome.Rejected(errors));
    }
}
