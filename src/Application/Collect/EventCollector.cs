using MediatR;
using Tracking.Application.Collect.Reading;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect;

/// <summary>What became of a request's events.</summary>
/// <param name="Accepted">Stored whole.</param>
/// <param name="Anonymised">Stored without identifiers.</param>
/// <param name="Dropped">Not stored, since consent says so.</param>
/// <param name="Rejected">Not stored, since they break the contract.</param>
public sealed record CollectResult(int Accepted, int Anonymised, int Dropped, IReadOnlyList<RejectedEvent> Rejected)
{
    /// <summary>How many will be stored.</summary>
    public int Stored => Accepted + Anonymised;
}

/// <summary>A rejected event.</summary>
/// <param name="Index">Its place in the request.</param>
/// <param name="MessageId">Its id, if it has one.</param>
/// <param name="Errors">What is wrong.</param>
public sealed record RejectedEvent(int Index, string? MessageId, IReadOnlyList<FieldError> Errors);

/// <summary>Sends a request's commands through the pipeline and publishes what came of them together.</summary>
public sealed class EventCollector(IMediator mediator, IEventBus bus, IIntakeTally tally)
{
    /// <summary>Collects the events; when it returns, what it calls stored is durable.</summary>
    /// <exception cref="NotDurableException">Nothing can be stored now; nothing of the request was counted.</exception>
    public async Task<CollectResult> CollectAsync(EventSource source, IEnumerable<ReadEvent> events, CancellationToken cancellationToken)
    {
        var collected = new List<CollectedEvent>();
        var dropped = new List<DropReason>();
        var rejected = new List<RejectedEvent>();
        var rejectedTypes = new List<string?>();
        var index = 0;
        foreach (var read in events)
        {
            var outcome = read.Command is { } command
                ? await mediator.Send(command, cancellationToken)
                : new CollectOutcome.Rejected(read.Errors);
            switch (outcome)
            {
                case CollectOutcome.Collected kept:
                    collected.Add(kept.Event);
                    break;
                case CollectOutcome.Dropped drop:
                    dropped.Add(drop.Reason);
                    break;
                case CollectOutcome.Rejected rejection:
                    rejected.Add(new RejectedEvent(index, read.MessageId, rejection.Errors));
                    rejectedTypes.Add(read.Type);
                    break;
            }

            index++;
        }

        if (collected.Count > 0)
            await bus.PublishAsync(collected, cancellationToken);
        foreach (var reason in dropped)
            tally.Dropped(source.Site.Id, source.ReceivedAt, reason);
        for (var i = 0; i < rejected.Count; i++)
            tally.Rejected(source.Site.Id, source.ReceivedAt, rejectedTypes[i], rejected[i].Errors[0]);

        var anonymised = collected.Count(one => one.Header.Consent.Anonymised);
        return new CollectResult(collected.Count - anonymised, anonymised, dropped.Count, rejected);
    }
}
