using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Tracking.Api.Problems;
using Tracking.Application.Collect;

namespace Tracking.Api.Collect;

/// <summary>The answer to collected events (HTTP contract v1, "Collect").</summary>
/// <param name="Accepted">Stored whole.</param>
/// <param name="Anonymised">Stored without identifiers.</param>
/// <param name="Dropped">Not stored, since consent says so.</param>
/// <param name="Duplicates">Known as repetitions already; more may be found later.</param>
/// <param name="Rejected">Not stored, each with its reasons.</param>
internal sealed record CollectAnswer(int Accepted, int Anonymised, int Dropped, int Duplicates, IReadOnlyList<RejectedAnswer> Rejected) : IResult
{
    private const int MostErrors = 100;

    /// <summary>202, or a problem with the same members when nothing can be taken.</summary>
    public static IResult Of(CollectResult result, bool isBatch)
    {
        RejectedAnswer[] rejected = [.. result.Rejected.Select(one => new RejectedAnswer(one.Index, one.MessageId, ByPath(one.Errors, string.Empty)))];
        var answer = new CollectAnswer(result.Accepted, result.Anonymised, result.Dropped, 0, rejected);
        if (result.Stored + result.Dropped > 0)
            return answer;

        // The errors of the first hundred events also in the usual place; all are under rejected.
        var errors = new Dictionary<string, string[]>();
        foreach (var one in result.Rejected.Take(MostErrors))
        {
            foreach (var (path, messages) in ByPath(one.Errors, isBatch ? $"events[{one.Index}]" : string.Empty))
                errors[path] = messages;
        }

        if (result.Rejected.Count == 0)
            errors["events"] = ["must have at least one event"];
        var isTooLarge = result.Rejected is [{ Errors: [{ Reason: RejectionReason.TooLarge }] }];
        return Problem.Of(
            isTooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest,
            isTooLarge ? "The event is too large." : "No event could be accepted.",
            "See errors, by the path of what you sent.",
            errors,
            new Dictionary<string, object?>
            {
                ["accepted"] = answer.Accepted,
                ["anonymised"] = answer.Anonymised,
                ["dropped"] = answer.Dropped,
                ["duplicates"] = answer.Duplicates,
                ["rejected"] = answer.Rejected,
            });
    }

    /// <summary>Writes it whole and with its length: in chunks, as the framework's own JSON result does, each answer costs more than it must.</summary>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value;
        var body = JsonSerializer.SerializeToUtf8Bytes(this, options.SerializerOptions);
        var response = httpContext.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) = (StatusCodes.Status202Accepted, "application/json; charset=utf-8", body.Length);
        await response.BodyWriter.WriteAsync(body, httpContext.RequestAborted);
    }

    /// <summary>Errors by their path, below <paramref name="root"/>.</summary>
    public static Dictionary<string, string[]> ByPath(IEnumerable<FieldError> errors, string root) => errors
        .GroupBy(error => root.Length == 0 ? error.Path : error.Path.Length == 0 ? root : $"{root}.{error.Path}")
        .ToDictionary(group => group.Key, group => group.Select(error => error.Message).ToArray());
}

/// <summary>A rejected event.</summary>
/// <param name="Index">Its place in the request.</param>
/// <param name="MessageId">Its id, if it could be read.</param>
/// <param name="Errors">By path within the event: what is wrong and what is allowed.</param>
internal sealed record RejectedAnswer(int Index, string? MessageId, IReadOnlyDictionary<string, string[]> Errors);
