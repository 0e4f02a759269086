using System.Collections.Frozen;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Collect.Clicks;
using Tracking.Application.Collect.CustomEvents;
using Tracking.Application.Collect.Engagements;
using Tracking.Application.Collect.Forms;
using Tracking.Application.Collect.Identities;
using Tracking.Application.Collect.PageViews;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Collect.Transactions;
using Tracking.Application.Consent;
using Tracking.Contracts.Events;
using Tracking.Domain.Collect;
using Transaction = Tracking.Contracts.Events.Transaction;

namespace Tracking.Application.Collect;

/// <summary>The event types of the contract: a line each.</summary>
public static class EventTypes
{
    /// <summary>All types.</summary>
    public static IReadOnlyList<EventType> All { get; } =
    [
        Add<TrackPageView, PageViewed, PageView>("page_view"),
        Add<TrackClick, Clicked, Click>("click"),
        Add<TrackFormInput, FormFieldEntered, FormInput>("form_input"),
        Add<TrackFormSubmit, FormSubmitted, FormSubmit>("form_submit"),
        Add<TrackTransaction, TransactionRecorded, Transaction>("transaction"),
        Add<TrackEngagement, VisitorEngaged, Engagement>("engagement"),
        Add<IdentifyVisitor, VisitorIdentified, Identify>("identify"),
        Add<TrackCustomEvent, CustomEventOccurred, System.Text.Json.JsonElement?>("custom"),
    ];

    private static readonly FrozenDictionary<string, EventType> ByName = All.ToFrozenDictionary(type => type.Name);
    private static readonly FrozenDictionary<Type, EventType> ByEvent = All.ToFrozenDictionary(type => type.Event);

    /// <summary>Whether <paramref name="name"/> is a type's.</summary>
    public static bool IsKnown(string name) => ByName.ContainsKey(name);

    /// <summary>The type of that name; <c>null</c> when there is none.</summary>
    public static EventType? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The type of a domain event.</summary>
    public static EventType Of(CollectedEvent collected) => ByEvent[collected.GetType()];

    private static EventType Add<TCommand, TEvent, TContract>(string name)
        where TCommand : ITrackCommand<TCommand, TEvent, TContract>
        where TEvent : CollectedEvent => new(
            name,
            typeof(TCommand),
            typeof(TEvent),
            typeof(TContract),
            static (envelope, properties) => TCommand.Read(envelope, properties),
            static collected => TCommand.ToContract((TEvent)collected),
            // The pipeline, in this order: validation, then consent, then the handler.
            static services => services
                .AddSingleton<IPipelineBehavior<TCommand, CollectOutcome>, ValidationBehaviour<TCommand>>()
                .AddSingleton<IPipelineBehavior<TCommand, CollectOutcome>, ConsentBehaviour<TCommand>>());
}

/// <summary>One type of event.</summary>
/// <param name="Name">As senders write it.</param>
/// <param name="Command">The command that collects it.</param>
/// <param name="Event">The domain event that its handler makes.</param>
/// <param name="Contract">The public shape of its properties.</param>
/// <param name="Read">Makes the command.</param>
/// <param name="ToContract">Makes the public shape.</param>
/// <param name="AddPipeline">Registers the behaviours that its command passes.</param>
public sealed record EventType(
    string Name,
    Type Command,
    Type Event,
    Type Contract,
    Func<EventEnvelope, JsonFields, ITrackCommand> Read,
    Func<CollectedEvent, object?> ToContract,
    Action<IServiceCollection> AddPipeline);
