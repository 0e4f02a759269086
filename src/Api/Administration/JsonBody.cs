using System.Text.Json;
using Tracking.Api.Collect;
using Tracking.Api.Problems;
using Tracking.Application.Collect.Reading;

namespace Tracking.Api.Administration;

/// <summary>The JSON object that an administrator sends.</summary>
internal static class JsonBody
{
    private const int MaxBytes = 1_048_576;

    /// <summary>Of two members of one name nobody knows which is meant.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads it and hands it on; a problem when it is none.</summary>
    public static async Task<IResult> WithObjectAsync(HttpContext context, Func<JsonElement, Task<IResult>> then)
    {
        using var body = new RequestBody(context.RequestServices.GetRequiredService<LargeBodies>());
        if (await body.ReadAsync(context.Request, MaxBytes, context.RequestAborted) is { } unreadable)
            return unreadable;
        if (TryParse(body.Bytes, out var parsed) is { } wrong)
            return wrong;
        using var json = parsed!;
        return json.RootElement.ValueKind == JsonValueKind.Object
            ? await then(json.RootElement)
            : Problem.Invalid(string.Empty, $"must be an object, not {JsonFields.KindOf(json.RootElement)}");
    }

    private static IResult? TryParse(ReadOnlyMemory<byte> bytes, out JsonDocument? json)
    {
        json = null;
        try
        {
            json = JsonDocument.Parse(bytes, Strict);
            return null;
        }
        catch (JsonException exception)
        {
            return exception.LineNumber is null ? Wrong("An object in it has two members of one name: send each once.") : RequestBody.NotJson(exception);
        }
        catch (InvalidOperationException)
        {
            return Wrong("An object in it has a name that is no well-formed Unicode text (half of a surrogate pair).");
        }

        static IResult Wrong(string detail) => Problem.Of(StatusCodes.Status400BadRequest, "The body is not valid JSON.", detail);
    }
}
