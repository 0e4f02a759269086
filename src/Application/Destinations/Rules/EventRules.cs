using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Tracking.Contracts.Events;

namespace Tracking.Application.Destinations.Rules;

/// <summary>
/// What of the stored events a destination gets, and how it is changed on the way, as data. The event is that of the bus contract's
/// <c>data</c>; a path is its members' names, joined by dots: <c>properties.plan</c>.
/// </summary>
public sealed record EventRules
{
    /// <summary>All events but those of programs, as they are.</summary>
    public static EventRules None { get; } = new();

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The event types that are sent; empty: all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Whether events of programs (bots) are sent too.</summary>
    public bool Bots { get; init; }

    /// <summary>Conditions, all of which must hold.</summary>
    public IReadOnlyList<Condition> Where { get; init; } = [];

    /// <summary>What is set, in this order.</summary>
    public IReadOnlyList<Assignment> Set { get; init; } = [];

    /// <summary>Paths of what is left out, after everything is set.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>The event as the destination gets it; <c>null</c> when it does not.</summary>
    /// <exception cref="RulesDoNotFitException">What the rules make of it is no event.</exception>
    public TrackedEvent<JsonElement?>? Apply(TrackedEvent<JsonElement?> stored)
    {
        if ((Types.Count > 0 && !Types.Contains(stored.Type)) || (stored.Device is { Bot: true } && !Bots))
            return null;
        if (Where.Count == 0 && Set.Count == 0 && Drop.Count == 0)
            return stored;
        var json = JsonSerializer.SerializeToNode(stored, Json)!.AsObject();
        if (!Where.All(condition => condition.Holds(json)))
            return null;
        if (Set.Count == 0 && Drop.Count == 0)
            return stored;
        foreach (var assignment in Set)
            assignment.Apply(json);
        foreach (var path in Drop)
            JsonPath.Remove(json, path);
        try
        {
            return json.Deserialize<TrackedEvent<JsonElement?>>(Json);
        }
        catch (JsonException exception)
        {
            throw new RulesDoNotFitException(exception);
        }
    }
}

/// <summary>What rules make of an event is no event any more: they set something to a value of another type.</summary>
/// <param name="cause">Why.</param>
public sealed class RulesDoNotFitException(Exception cause) : Exception("What the rules make of the event is no event.", cause);

/// <summary>A condition on one value.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="AnyOf">Texts of which it must be one, numbers and truth values written as in JSON; empty: it must be there.</param>
/// <param name="Negated">Whether it must not.</param>
public sealed record Condition(string Path, IReadOnlyList<string> AnyOf, bool Negated)
{
    /// <summary>Whether it holds of an event.</summary>
    public bool Holds(JsonObject json)
    {
        var value = JsonPath.Find(json, Path);
        return (AnyOf.Count == 0 ? value is not null : value is JsonValue && AnyOf.Contains(value.ToString())) != Negated;
    }
}

/// <summary>Sets one member.</summary>
/// <param name="Path">Which.</param>
/// <param name="From">The path of the value that it gets; where that is absent it stays as it is. <c>null</c>: a constant.</param>
/// <param name="Value">The constant: a text, a number, true or false.</param>
public sealed record Assignment(string Path, string? From, JsonElement? Value)
{
    /// <summary>Does so.</summary>
    public void Apply(JsonObject json)
    {
        var value = From is null ? JsonValue.Create(Value!.Value) : JsonPath.Find(json, From)?.DeepClone();
        if (value is not null)
            JsonPath.Set(json, Path, value);
    }
}
