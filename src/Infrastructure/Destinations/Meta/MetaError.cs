using System.Text.Json;

namespace Tracking.Infrastructure.Destinations.Meta;

/// <summary>
/// What Meta says in a refusal. It answers 400 to much that is not the events' fault: a token that ended, a limit on requests, trouble of
/// its own (Graph API, "Handle errors").
/// </summary>
/// <param name="Code">Its code.</param>
/// <param name="Subcode">Its subcode; 0: none.</param>
/// <param name="IsTransient">Whether it says that another try may help.</param>
/// <param name="Message">Its words.</param>
internal sealed record MetaError(int Code, int Subcode, bool IsTransient, string Message)
{
    private const int WrongParameter = 100;
    private const int NoSuchPixel = 33;

    /// <summary>Whether the events are wrong; else all events wait until the trouble is over.</summary>
    public bool IsOfTheEvents => Code == WrongParameter && Subcode != NoSuchPixel && !IsTransient;

    /// <summary>Its codes: <c>meta_190</c>, <c>meta_100_2804003</c>.</summary>
    public string Reason => Subcode == 0 ? $"meta_{Code}" : $"meta_{Code}_{Subcode}";

    /// <summary>Reads it; <c>null</c> when the answer is not one of Meta's.</summary>
    public static async Task<MetaError?> OfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object)
                return null;
            return new MetaError(Number("code"), Number("error_subcode"), error.TryGetProperty("is_transient", out var transient) && transient.ValueKind == JsonValueKind.True,
                Text("error_user_msg") ?? Text("message") ?? string.Empty);

            int Number(string name) => error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;
            string? Text(string name) => error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
