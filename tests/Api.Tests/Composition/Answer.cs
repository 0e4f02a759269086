using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tracking.Api.Tests.Composition;

/// <summary>An answer of the service.</summary>
public sealed record Answer(int Status, string? ContentType, IReadOnlyDictionary<string, string> Headers, string Text)
{
    /// <summary>The body.</summary>
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    /// <summary>The problem's errors by path.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => ByPath(Json["errors"]);

    /// <summary>The rejected events.</summary>
    public IReadOnlyList<(int Index, string? MessageId, IReadOnlyDictionary<string, string[]> Errors)> Rejected =>
        [.. Json["rejected"]!.AsArray().Select(one => ((int)one!["index"]!, (string?)one["messageId"], ByPath(one["errors"])))];

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
        await response.Content.ReadAsStringAsync());

    /// <summary>A number of the body.</summary>
    public int Number(string name) => (int)Json[name]!;

    /// <summary>A text of the body.</summary>
    public string Of(string name) => (string)Json[name]!;

    /// <summary>A header; <c>null</c> when absent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Checks that it is an RFC 9457 problem of that status.</summary>
    public Answer ShouldBeProblem(int status)
    {
        Status.ShouldBe(status, Text);
        ContentType.ShouldBe("application/problem+json");
        Number("status").ShouldBe(status);
        Of("title").ShouldNotBeNullOrWhiteSpace();
        Json.ContainsKey("type").ShouldBeTrue(Text);
        return this;
    }

    private static Dictionary<string, string[]> ByPath(JsonNode? errors) => errors is null ? [] : errors.Deserialize<Dictionary<string, string[]>>()!;
}

/// <summary>JSON that tests put together.</summary>
internal static class Json
{
    public static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>The object with what stands at a path (<c>properties.items[0].sku</c>) replaced, or added.</summary>
    public static JsonObject With(this JsonObject root, string path, JsonNode? value)
    {
        var (owner, name) = OwnerOf(root, path);
        owner[name] = value;
        return root;
    }

    /// <summary>The object without what stands at a path.</summary>
    public static JsonObject Without(this JsonObject root, string path)
    {
        var (owner, name) = OwnerOf(root, path);
        owner.Remove(name).ShouldBeTrue(path);
        return root;
    }

    private static (JsonObject Owner, string Name) OwnerOf(JsonObject root, string path)
    {
        var owner = root;
        var names = path.Split('.');
        foreach (var name in names[..^1])
        {
            var bracket = name.IndexOf('[');
            if (bracket >= 0)
                owner = owner[name[..bracket]]!.AsArray()[int.Parse(name[(bracket + 1)..^1])]!.AsObject();
            else
                owner = (owner[name] ??= new JsonObject()).AsObject();
        }

        return (owner, names[^1]);
    }
}
