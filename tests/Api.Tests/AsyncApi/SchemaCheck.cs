using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tracking.Api.Tests.AsyncApi;

/// <summary>
/// Holds JSON against a schema, by those keywords that the document uses; any other one is an error. It is stricter than JSON Schema in one
/// thing: where members are named, no others may be there, since the document is to name all that is published.
/// </summary>
internal static class SchemaCheck
{
    private static readonly string[] Known = ["description", "type", "properties", "required", "items", "const", "format"];

    /// <summary>What is wrong; empty: nothing.</summary>
    public static IReadOnlyList<string> Errors(JsonObject schema, JsonNode? value) => [.. At("$", schema, value)];

    private static IEnumerable<string> At(string path, JsonObject schema, JsonNode? value)
    {
        foreach (var keyword in schema.Select(member => member.Key).Except(Known))
            yield return $"{path}: the schema uses {keyword}";
        if (schema["type"] is { } type && !TypesOf(type).Any(one => Is(one, value)))
            yield return $"{path}: is {value?.ToJsonString() ?? "null"}, not {type.ToJsonString()}";
        if (schema["const"] is { } only && !JsonNode.DeepEquals(only, value))
            yield return $"{path}: is {value?.ToJsonString() ?? "null"}, not {only}";
        if (schema["format"] is { } format && value is not null && !((string?)format == "date-time" && IsTime(value)))
            yield return $"{path}: is {value.ToJsonString()}, no {format}";
        var inner = value switch
        {
            JsonObject fields => OfMembers(path, schema, fields),
            JsonArray items when schema["items"] is JsonObject each => items.SelectMany((item, index) => At($"{path}[{index}]", each, item)),
            _ => [],
        };
        foreach (var error in inner)
            yield return error;
    }

    private static IEnumerable<string> OfMembers(string path, JsonObject schema, JsonObject fields)
    {
        foreach (var name in (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).Where(name => !fields.ContainsKey(name)))
            yield return $"{path}.{name}: is missing";
        if (schema["properties"] is not JsonObject members)
            yield break;
        foreach (var (name, value) in fields)
        {
            foreach (var error in members[name] is JsonObject member ? At($"{path}.{name}", member, value) : [$"{path}.{name}: is not in the schema"])
                yield return error;
        }
    }

    private static IEnumerable<string> TypesOf(JsonNode type) => type is JsonArray several ? several.Select(one => (string)one!) : [(string)type!];

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("null", JsonValueKind.Null) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => long.TryParse(value!.ToJsonString(), CultureInfo.InvariantCulture, out _),
        _ => false,
    };

    private static bool IsTime(JsonNode value) => value.GetValueKind() == JsonValueKind.String
        && DateTimeOffset.TryParse((string)value!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _);
}
