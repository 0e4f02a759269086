using System.Text.Json.Nodes;

namespace Tracking.Application.Destinations.Rules;

/// <summary>Members of nested objects, by their names joined by dots.</summary>
internal static class JsonPath
{
    /// <summary>The value; <c>null</c> when absent.</summary>
    public static JsonNode? Find(JsonObject json, string path)
    {
        JsonNode? at = json;
        foreach (var name in path.Split('.'))
            at = (at as JsonObject)?[name];
        return at;
    }

    /// <summary>Sets it; objects on the way are made, and what is no object there is replaced.</summary>
    public static void Set(JsonObject json, string path, JsonNode value)
    {
        var names = path.Split('.');
        var at = json;
        foreach (var name in names[..^1])
        {
            if (at[name] is not JsonObject next)
                at[name] = next = [];
            at = next;
        }

        at[names[^1]] = value;
    }

    /// <summary>Takes it away.</summary>
    public static void Remove(JsonObject json, string path)
    {
        var dot = path.LastIndexOf('.');
        var owner = dot < 0 ? json : Find(json, path[..dot]) as JsonObject;
        owner?.Remove(path[(dot + 1)..]);
    }
}
