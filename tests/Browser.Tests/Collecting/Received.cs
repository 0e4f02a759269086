using System.Text.Json;

namespace Tracking.Browser.Tests.Collecting;

/// <summary>A part of what was sent, read by paths such as <c>properties.element.tag</c>.</summary>
public sealed class Received(JsonElement json)
{
    /// <summary>The text of a string, else the JSON of a value; <c>null</c> when it was not sent.</summary>
    public string? this[string path]
    {
        get
        {
            var value = json;
            foreach (var name in path.Split('.'))
            {
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                    return null;
            }

            return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        }
    }

    public IEnumerable<Received> Items(string name) => json.GetProperty(name).EnumerateArray().Select(item => new Received(item));

    /// <summary>The names of the members at the top.</summary>
    public IEnumerable<string> Names => json.EnumerateObject().Select(member => member.Name);

    public override string ToString() => json.GetRawText();
}

/// <summary>A request that reached the endpoint.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Key">The write key in its query.</param>
/// <param name="ContentType">The header, with its charset.</param>
/// <param name="At">When, since the server started.</param>
/// <param name="Mode">The browser's <c>Sec-Fetch-Mode</c>: <c>cors</c> of a fetch, <c>no-cors</c> of a beacon; <c>null</c> on hosts that it does not trust.</param>
/// <param name="Status">What it was answered; 0: the connection was broken.</param>
/// <param name="Body">The batch.</param>
public sealed record ReceivedRequest(
    string Method, string? Key, string? ContentType, string? Mode, TimeSpan At, int Status, Received Body)
{
    public IReadOnlyList<Received> Events { get; } = [.. Body.Items("events")];
}
