using Tracking.Api.Composition;

namespace Tracking.Api.Reports;

/// <summary>What is said to who asks for a report that is not there.</summary>
internal static class MissingReport
{
    private const string Folder = "/v1/reports";

    // Of the contract's reports; a line goes when its route comes.
    private static readonly string[] NotBuilt = ["forms", "funnel", "live", "paths", "realtime", "retention", "revenue"];

    /// <summary>Gives a 404 below <c>/v1/reports</c> its detail.</summary>
    public static void Describe(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        if (context.ProblemDetails is not { Status: StatusCodes.Status404NotFound, Detail: null } problem
            || http.GetEndpoint() is not null
            || !http.Request.Path.StartsWithSegments(Folder, out var rest))
            return;
        var there = http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText)
            .Where(route => route?.StartsWith($"{Folder}/", StringComparison.Ordinal) == true)
            .Select(route => route![(Folder.Length + 1)..]).Distinct().Order(StringComparer.Ordinal).ToList();
        var asked = rest.Value!.Trim('/');
        // A process with role worker alone has none.
        if (there.Count > 0)
            problem.Detail = $"{Answer(asked, there)} Reports are {string.Join(", ", there)}.";
    }

    private static string Answer(string asked, List<string> there) =>
        NotBuilt.Contains(asked.Split('/')[0], StringComparer.OrdinalIgnoreCase) ? "The contract has this report; it is not built yet."
        : Misspelling.Meant(there, asked) is { } meant ? $"There is no report of that name; did you mean {meant}?"
        : "There is no report of that name.";
}
