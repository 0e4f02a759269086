using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Tracking.Api.Operation.OpenApi;

/// <summary>One member of a JSON object, as the document shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it says, and what is allowed beyond its type.</param>
/// <param name="Type">Its JSON type.</param>
internal sealed record Field(string Name, string Meaning, JsonSchemaType Type = JsonSchemaType.String)
{
    private const int UsualMaxLength = 1_024;

    public bool IsRequired { get; init; }

    public bool IsList { get; init; }

    public string? Format { get; init; }

    public int MaxLength { get; init; } = UsualMaxLength;

    public decimal? Least { get; init; }

    public decimal? Most { get; init; }

    public IReadOnlyList<string> Words { get; init; } = [];

    public IReadOnlyList<Field> Members { get; init; } = [];

    public JsonNode? Default { get; init; }

    /// <summary>A schema that stands elsewhere in the document.</summary>
    public string? Component { get; init; }

    /// <summary>An absolute http or https URL.</summary>
    public static Field Url(string name, string meaning) => new(name, meaning) { Format = "uri", MaxLength = 2_048 };

    /// <summary>A decimal number of 0 or more.</summary>
    public static Field Money(string name, string meaning) => new(name, meaning, JsonSchemaType.Number) { Least = 0 };

    /// <summary>A whole number.</summary>
    public static Field Count(string name, string meaning, decimal least, decimal? most = null) =>
        new(name, meaning, JsonSchemaType.Integer) { Least = least, Most = most };

    /// <summary>True or false.</summary>
    public static Field Flag(string name, string meaning) => new(name, meaning, JsonSchemaType.Boolean);

    /// <summary>A word out of some.</summary>
    public static Field Word(string name, string meaning, params IReadOnlyList<string> words) => new(name, meaning) { Words = words };

    /// <summary>An object.</summary>
    public static Field Group(string name, string meaning, params IReadOnlyList<Field> members) =>
        new(name, meaning, JsonSchemaType.Object) { Members = members };

    /// <summary>An object of the sender's making.</summary>
    public static Field Free(string name, string meaning) => new(name, meaning, JsonSchemaType.Object);

    /// <summary>A list of texts.</summary>
    public static Field Texts(string name, string meaning) => new(name, meaning) { IsList = true };

    /// <summary>A schema that stands elsewhere in the document.</summary>
    public static Field Of(string name, string meaning, string component) => new(name, meaning, JsonSchemaType.Object) { Component = component };

    /// <summary>This member, required.</summary>
    public Field Required() => this with { IsRequired = true };

    /// <summary>Its schema.</summary>
    public IOpenApiSchema ToSchema(OpenApiDocument document)
    {
        if (Component is not null)
            return new OpenApiSchemaReference(Component, document) { Description = Meaning };
        var schema = Type == JsonSchemaType.Object ? ObjectOf(Members, document) : new OpenApiSchema
        {
            Type = Type,
            Format = Format,
            MaxLength = Type == JsonSchemaType.String && Words.Count == 0 ? MaxLength : null,
            Minimum = Least?.ToString(),
            Maximum = Most?.ToString(),
            Enum = Words.Count == 0 ? null : [.. Words.Select(word => (JsonNode)word)],
            Default = Default?.DeepClone(),
        };
        if (IsList)
            schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema };
        schema.Description = Meaning;
        return schema;
    }

    /// <summary>An object of some members.</summary>
    public static OpenApiSchema ObjectOf(IReadOnlyList<Field> members, OpenApiDocument document) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = members.ToDictionary(member => member.Name, member => member.ToSchema(document)),
        Required = members.Where(member => member.IsRequired).Select(member => member.Name).ToHashSet(),
    };
}
