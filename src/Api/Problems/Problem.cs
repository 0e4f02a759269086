using Microsoft.AspNetCore.Mvc;

namespace Tracking.Api.Problems;

/// <summary>The one place where errors get their form: RFC 9457 problems (HTTP contract v1).</summary>
internal static class Problem
{
    /// <summary>A problem.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="title">What is wrong, in a few words that are the same each time.</param>
    /// <param name="detail">What to do next.</param>
    /// <param name="errors">By the sender's path: what is wrong and what is allowed.</param>
    /// <param name="members">Members of its own.</param>
    public static IResult Of(
        int status,
        string title,
        string? detail = null,
        IReadOnlyDictionary<string, string[]>? errors = null,
        IReadOnlyDictionary<string, object?>? members = null)
    {
        var problem = new ProblemDetails
        {
            Status = status,
            Title = title,
            Detail = detail,
            // Of all others the framework names the section of RFC 9110.
            Type = status == StatusCodes.Status429TooManyRequests ? "https://tools.ietf.org/html/rfc6585#section-4" : null,
        };
        if (errors is not null)
            problem.Extensions["errors"] = errors;
        foreach (var (name, value) in members ?? new Dictionary<string, object?>())
            problem.Extensions[name] = value;
        return TypedResults.Problem(problem);
    }

    /// <summary>400 for one thing that is wrong.</summary>
    public static IResult Invalid(string path, string message) => Invalid(new Dictionary<string, string[]> { [path] = [message] });

    /// <summary>400.</summary>
    public static IResult Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        Of(StatusCodes.Status400BadRequest, "The request is not as the contract says.", "See errors, by the path of what you sent.", errors);

    /// <summary>404.</summary>
    public static IResult NotFound(string what) => Of(StatusCodes.Status404NotFound, $"There is no such {what}.");

    /// <summary>A problem after which the caller should come back.</summary>
    public static IResult ComeBack(HttpContext context, int status, TimeSpan after, string title, string detail)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)).ToString();
        return Of(status, title, detail);
    }
}
