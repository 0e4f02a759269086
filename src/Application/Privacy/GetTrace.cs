using MediatR;
using Tracking.Contracts.Events;
using Tracking.Domain.Consent;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;

namespace Tracking.Application.Privacy;

/// <summary>Asks what each step decided on one stored event.</summary>
/// <param name="Site">Its site.</param>
/// <param name="MessageId">The sender's id of it; of an anonymised event that id or its hash.</param>
public sealed record GetTrace(Site Site, string MessageId) : IRequest<EventTrace?>;

/// <summary>What each step decided on one event: it holds no more of the visitor than the event's own ids.</summary>
/// <param name="MessageId">Its id, as it is stored: of an anonymised event a keyed hash.</param>
/// <param name="Event">Its number in the store, by which deliveries name it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Validation">It was taken: what was rejected is not stored, and only sampled (<c>/v1/reports/quality/rejected</c>).</param>
/// <param name="Consent">What it may be used for, and what decided.</param>
/// <param name="Enrichment">What the server found out.</param>
/// <param name="Store">Where it is.</param>
/// <param name="Publish">Whether subscribers have it.</param>
/// <param name="Destinations">What became of it at each destination of the site.</param>
public sealed record EventTrace(
    string MessageId,
    long Event,
    string Type,
    TracedValidation Validation,
    TracedConsent Consent,
    TracedEnrichment Enrichment,
    TracedStore Store,
    TracedPublish Publish,
    IReadOnlyList<TracedDelivery> Destinations);

/// <summary>When it happened and was taken.</summary>
/// <param name="Timestamp">When it happened, corrected for the sender's clock.</param>
/// <param name="ReceivedAt">When it was received.</param>
public sealed record TracedValidation(DateTimeOffset Timestamp, DateTimeOffset ReceivedAt);

/// <summary>Consent.</summary>
/// <param name="Analytics">May be tied to the visitor.</param>
/// <param name="Marketing">May go to marketing platforms.</param>
/// <param name="Personalization">May be used to personalise.</param>
/// <param name="Anonymised">Identifiers were withheld.</param>
/// <param name="Basis">What decided about each purpose; <c>null</c> of an event of a release that did not note it.</param>
public sealed record TracedConsent(bool Analytics, bool Marketing, bool Personalization, bool Anonymised, ConsentBasis? Basis);

/// <summary>What the server found out.</summary>
/// <param name="Address">What is kept of the address: <c>none</c>, <c>truncated</c> or <c>full</c>.</param>
/// <param name="Geo">Where the visitor was.</param>
/// <param name="Device">What the visitor used.</param>
/// <param name="Traffic">Where the page was reached from.</param>
/// <param name="BotSignals">What speaks for a program.</param>
public sealed record TracedEnrichment(string Address, Geo? Geo, Device? Device, Traffic? Traffic, IReadOnlyList<string> BotSignals);

/// <summary>Where it is.</summary>
/// <param name="Session">Its session, provisional.</param>
/// <param name="VisitorId">Its visitor.</param>
public sealed record TracedStore(string? Session, string VisitorId);

/// <summary>Whether it went out on the public bus.</summary>
/// <param name="State"><c>published</c>, <c>waiting</c>, or <c>off</c> with the in-memory transport.</param>
public sealed record TracedPublish(string State);

/// <summary>A destination.</summary>
/// <param name="Destination">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="State">What became of the event; <c>null</c>: it was stored before the destination was added.</param>
/// <param name="Reason">Why.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="At">When this became so.</param>
/// <param name="NextAttemptAt">When it is tried next.</param>
public sealed record TracedDelivery(
    int Destination, string Name, string Kind, DeliveryState? State, string? Reason, int Attempts, DateTimeOffset? At, DateTimeOffset? NextAttemptAt);
