using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Tracking.Application.Collect.Reading;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.CustomEvents;

/// <summary>Collects an event of the sender's own making (HTTP contract v1, type <c>custom</c>).</summary>
/// <param name="Envelope">Who, when and under which messageId; its name is required, 1–128 characters, and no event type's.</param>
/// <param name="Url">The page's absolute URL, if there is one.</param>
/// <param name="Properties">Any JSON object; <c>null</c> when absent.</param>
public sealed record TrackCustomEvent(EventEnvelope Envelope, string? Url, JsonElement? Properties)
    : ITrackCommand<TrackCustomEvent, CustomEventOccurred, JsonElement?>
{
    /// <inheritdoc/>
    public static TrackCustomEvent Read(EventEnvelope envelope, JsonFields properties) =>
        new(envelope, properties.Text("url", PageUrl.MaxLength), properties.FreeSelf());

    /// <inheritdoc/>
    public static JsonElement? ToContract(CustomEventOccurred collected) => collected.Properties;
}

internal sealed class TrackCustomEventValidator : AbstractValidator<TrackCustomEvent>
{
    private const int MaxNameLength = 128;

    public TrackCustomEventValidator()
    {
        RuleFor(custom => custom.Envelope.Name).Cascade(CascadeMode.Stop)
            .NotEmpty().OverridePropertyName("name")
            .WithMessage($"is required: 1 to {MaxNameLength} characters").Because(RejectionReason.Missing)
            .MaximumLength(MaxNameLength).OverridePropertyName("name")
            .WithMessage($"must be at most {MaxNameLength} characters").Because(RejectionReason.TooLong)
            .Must(name => !EventTypes.IsKnown(name!)).OverridePropertyName("name")
            .WithMessage("must not be the name of an event type").Because(RejectionReason.InvalidValue);
        RuleFor(custom => custom.Url).OptionalUrl("properties.url");
    }
}

internal sealed class TrackCustomEventHandler(EventHeaders headers) : IRequestHandler<TrackCustomEvent, CollectOutcome>
{
    public async Task<CollectOutcome> Handle(TrackCustomEvent request, CancellationToken cancellationToken)
    {
        var envelope = request.Envelope;
        var url = envelope.Cleaned(request.Url);
        return new CollectOutcome.Collected(new CustomEventOccurred(
            await headers.ForAsync(request, cancellationToken), envelope.Name!, url, Allowed(request, url)));
    }

    private static JsonElement? Allowed(TrackCustomEvent request, string? url)
    {
        var envelope = request.Envelope;
        if (request.Properties is not { } sent
            || (!envelope.Consent.Anonymised && !sent.EnumerateObject().Any(property => CleanedText(envelope, property.Value) is not null)))
        {
            return request.Properties;
        }

        var listed = envelope.Site.Settings.AnonymousProperties;
        var kept = new JsonObject();
        foreach (var property in sent.EnumerateObject())
        {
            // Of two properties of one name the last counts, as everywhere in JSON.
            if (property.NameEquals("url"))
                kept["url"] = url;
            else if (!envelope.Consent.Anonymised || listed.Contains(property.Name, StringComparer.Ordinal))
                kept[property.Name] = CleanedText(envelope, property.Value) ?? JsonNode.Parse(property.Value.GetRawText());
        }

        return JsonSerializer.SerializeToElement(kept);
    }

    // Whatever it is called, what is a URL is cleaned like one.
    private static JsonNode? CleanedText(EventEnvelope envelope, JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? envelope.Cleaned(value.GetString()) : null;
}
