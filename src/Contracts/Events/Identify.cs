using System.Text.Json;

namespace Tracking.Contracts.Events;

/// <summary>Properties of an <c>identify</c>; the person is the event's <c>userId</c>.</summary>
/// <param name="Traits">What else the sender knows: a JSON object, or <c>null</c>.</param>
public sealed record Identify(JsonElement? Traits);
