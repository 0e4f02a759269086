using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Tracking.Contracts;

namespace Tracking.Api.Operation.AsyncApi;

/// <summary>JSON schemas of the public records, made of the records themselves.</summary>
internal sealed class MessageSchemas(ContractComments comments)
{
    // As messages are written, but that a number is never a text.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The schema of a message.</summary>
    /// <param name="data">The record that it carries.</param>
    /// <param name="type">Its <c>type</c>, the one value of that member.</param>
    public JsonObject Of(Type data, string type)
    {
        var schema = Json.GetJsonSchemaAsNode(
            typeof(CloudEvent<>).MakeGenericType(data),
            new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Complete }).AsObject();
        Member(schema, "specversion")["const"] = "1.0";
        Member(schema, "datacontenttype")["const"] = "application/json";
        Member(schema, "type")["const"] = type;
        return schema;
    }

    /// <summary>The schema of an object's member.</summary>
    public static JsonObject Member(JsonObject schema, string name) => schema["properties"]![name]!.AsObject();

    /// <summary>Says that a member is never <c>null</c>.</summary>
    public static void Require(JsonObject member)
    {
        if (member["type"] is JsonArray types)
            member["type"] = (string)types.First(type => (string)type! != "null")!;
    }

    private JsonNode Complete(JsonSchemaExporterContext context, JsonNode schema)
    {
        // Any JSON is `true`, which can carry no description.
        if (schema is not JsonObject described)
            schema = described = [];
        // The exporter's own list has every parameter of a record, also those that may be null.
        described.Remove("required");
        if (context.TypeInfo.Properties.Where(IsAlwaysThere).Select(property => (JsonNode)property.Name).ToArray() is { Length: > 0 } always)
            described["required"] = new JsonArray(always);
        // What a type parameter stands for is taken for nullable otherwise.
        if (context.PropertyInfo is { IsRequired: true })
            Require(described);
        var comment = context.PropertyInfo?.AttributeProvider is MemberInfo member ? comments.Of(member) : comments.Of(context.TypeInfo.Type);
        if (comment is not null)
            described.Insert(0, "description", comment);
        return schema;
    }

    // What is null is left out of a message, and nothing else is.
    private static bool IsAlwaysThere(JsonPropertyInfo property) => property.IsRequired
        || (property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is null : !property.IsGetNullable);
}
