using MediatR;
using Tracking.Application.Collect.Reading;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect;

/// <summary>A command that collects one event.</summary>
public interface ITrackCommand : IRequest<CollectOutcome>
{
    /// <summary>What all events have in common.</summary>
    EventEnvelope Envelope { get; }

    /// <summary>The page as sent; <c>null</c> when the event names none itself.</summary>
    string? Url => null;

    /// <summary>Where the visitor came from, as sent; <c>null</c> when the event does not say itself.</summary>
    string? Referrer => null;
}

/// <summary>A command of one event type: how it is read, and how what came of it is shown to others.</summary>
/// <typeparam name="TSelf">The command.</typeparam>
/// <typeparam name="TEvent">The domain event that its handler makes.</typeparam>
/// <typeparam name="TContract">The public shape of the event's properties.</typeparam>
public interface ITrackCommand<TSelf, in TEvent, out TContract> : ITrackCommand
    where TSelf : ITrackCommand<TSelf, TEvent, TContract>
    where TEvent : CollectedEvent
{
    /// <summary>Reads the type's own properties; wrong JSON types are noted by <paramref name="properties"/>.</summary>
    static abstract TSelf Read(EventEnvelope envelope, JsonFields properties);

    /// <summary>The event's properties as bus contract and raw report give them.</summary>
    static abstract TContract ToContract(TEvent collected);
}
