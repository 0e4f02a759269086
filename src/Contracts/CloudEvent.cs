using System.Text.Json.Serialization;

namespace Tracking.Contracts;

/// <summary>
/// The envelope of every message on the public bus: CloudEvents 1.0 in structured JSON mode (bus contract v1). Of two messages with the same
/// <see cref="Source"/> and <see cref="Id"/> one is a repetition.
/// </summary>
/// <typeparam name="TData">What the message is about.</typeparam>
/// <remarks>Source: CloudEvents 1.0.2, "Context Attributes" and "JSON Event Format".</remarks>
public sealed record CloudEvent<TData>
{
    /// <summary>The content type of such a message.</summary>
    public const string ContentType = "application/cloudevents+json";

    /// <summary>Version of the specification: <c>1.0</c>.</summary>
    [JsonPropertyName("specversion")]
    public string SpecVersion { get; init; } = "1.0";

    /// <summary>An event's messageId; of a consent decision its receipt's id.</summary>
    public required string Id { get; init; }

    /// <summary><c>/sites/&lt;site&gt;</c>.</summary>
    public required string Source { get; init; }

    /// <summary>What <see cref="Data"/> is: <c>tracking.page_view.v1</c>, …, <c>tracking.consent_changed.v1</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>An event's visitor id; <c>null</c> for messages about privacy, which name the subject in their data.</summary>
    public string? Subject { get; init; }

    /// <summary>Content type of <see cref="Data"/>: <c>application/json</c>.</summary>
    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; init; } = "application/json";

    /// <summary>What the message is about.</summary>
    public required TData Data { get; init; }
}
