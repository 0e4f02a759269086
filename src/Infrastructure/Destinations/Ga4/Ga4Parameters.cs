using System.Text.Json;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Ga4;

/// <summary>An event's parameters: at most 25, and what is longer than GA4 keeps is cut (Analytics help, "Event collection limits").</summary>
internal sealed class Ga4Parameters
{
    private const int MaxParameters = 25;

    /// <summary>Longest text of a parameter, and of a member of an item.</summary>
    public const int MaxTextLength = 100;

    private readonly Dictionary<string, object> values = [];

    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<string, object> Values => values;

    /// <summary>Adds a text, unless it is absent or empty.</summary>
    public void Add(string name, string? text, int maxLength = MaxTextLength)
    {
        if (!string.IsNullOrEmpty(text))
            AddValue(name, CutText.To(text, maxLength));
    }

    /// <summary>Adds a number or a list, unless it is absent.</summary>
    public void AddValue(string name, object? value)
    {
        // The first of a name stays: the event's own parameters come before the sender's.
        if (value is not null && values.Count < MaxParameters)
            values.TryAdd(name, value);
    }

    /// <summary>Adds the sender's own properties, but the URL, which is the page's. Objects and lists in them have no place in a parameter.</summary>
    public void AddOwn(JsonElement properties)
    {
        foreach (var property in properties.EnumerateObject().Where(property => property.Name != "url"))
        {
            var name = Ga4Names.Parameter(property.Name);
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.String:
                    Add(name, property.Value.GetString());
                    break;
                case JsonValueKind.Number:
                    AddValue(name, property.Value);
                    break;
                case JsonValueKind.True or JsonValueKind.False:
                    Add(name, property.Value.GetRawText());
                    break;
            }
        }
    }
}
