using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tracking.Application.Collect;
using Tracking.Domain.Collect;
using Tracking.Domain.Consent;

namespace Tracking.Infrastructure.Store.Events;

/// <summary>What of an event lies in its JSON column.</summary>
/// <param name="Properties">The type's properties in their public shape; read back, a <see cref="JsonElement"/>.</param>
/// <param name="PageUrl">The page's URL, cleaned.</param>
/// <param name="Context">The surroundings.</param>
/// <param name="Address">What the site keeps of the visitor's address.</param>
/// <param name="Traffic">Where the page was reached from.</param>
/// <param name="Device">What the visitor used.</param>
/// <param name="Place">Where the visitor was.</param>
/// <param name="Basis">What decided about consent.</param>
internal sealed record StoredData(
    object? Properties,
    string? PageUrl,
    EventContext Context,
    string? Address = null,
    Traffic? Traffic = null,
    Device? Device = null,
    Place? Place = null,
    ConsentBasis? Basis = null)
{
    /// <summary>Public shapes and stored ones: camelCase, absent members left out, text readable in the database.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The JSON of an event's column.</summary>
    public static string Of(CollectedEvent collected)
    {
        var found = collected.Header.Enrichment;
        return JsonSerializer.Serialize(
            new StoredData(
                EventTypes.Of(collected).ToContract(collected),
                collected.PageUrl,
                collected.Header.Context,
                found.Address,
                found.Traffic,
                found.Device,
                found.Place,
                collected.Header.Consent.Basis),
            Json);
    }
}
