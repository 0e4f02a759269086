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
        try
        {
            using var json = JsonDocument.Parse(body.Bytes, Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? await then(json.RootElement)
                : Problem.Invalid(string.Empty, $"must be an object, not {JsonFields.KindOf(json.RootElement)}");
        }
        catch (JsonException exception)
        {
            return exception.LineNumber is null
                ? Problem.Of(StatusCodes.Status400BadRequest, "The body is not valid JSON.", "An object in it has two members of one name: send each once.")
                : RequestBody.NotJson(exception);
        }
    }
}
