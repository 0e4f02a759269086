using Microsoft.Net.Http.Headers;
using Tracking.Api.Authentication;
using Tracking.Api.Problems;
using Tracking.Application.Sites;
using Tracking.Domain.Sites;

namespace Tracking.Api.Collect;

/// <summary>
/// CORS of collecting (HTTP contract v1, "Keys and sites"): by the site's own list of origins, which the framework's policies, made at
/// start, cannot know. An empty list allows all, without credentials; <c>null</c> is never listed.
/// </summary>
internal static class CollectCors
{
    private const string AnyOrigin = "*";
    private const string PreflightSeconds = "7200";

    /// <summary>Answers a preflight, which names no key unless in the URL: without one, by what any site allows.</summary>
    public static IResult Preflight(HttpContext context, ISiteDirectory directory)
    {
        var headers = context.Response.Headers;
        headers.Append(HeaderNames.Vary, "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        var origin = context.Request.Headers.Origin.ToString();
        var (key, _) = KeyReader.Find(context.Request);
        IReadOnlyList<Site> sites = key is not null && directory.TryGetKey(ApiKey.HashOf(key), out _, out var site) ? [site] : directory.Sites;
        var isListed = sites.Any(one => IsListed(one, origin));
        if (origin.Length == 0 || (!isListed && !sites.Any(AllowsAll)))
            return NotAllowed();

        Allow(headers, origin, isListed);
        headers[HeaderNames.AccessControlAllowMethods] = "POST";
        headers[HeaderNames.AccessControlAllowHeaders] = "Content-Type, Content-Encoding, Authorization, X-Api-Key";
        headers[HeaderNames.AccessControlMaxAge] = PreflightSeconds;
        return TypedResults.NoContent();
    }

    /// <summary>Gives every answer the headers without which a browser's script cannot read it, least of all Retry-After.</summary>
    public static ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // Only as the answer starts: by then the caller is known, and the headers of what was thrown have been emptied and filled again.
        if (context.HttpContext.Request.Headers.Origin.Count > 0)
            context.HttpContext.Response.OnStarting(AllowAsync, context.HttpContext);
        return next(context);
    }

    /// <summary>Lets a request through whose origin the caller's site allows; one without origin is no browser's.</summary>
    public static ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var origin = http.Request.Headers.Origin.ToString();
        var site = http.GetCaller().Site;
        return origin.Length == 0 || IsListed(site, origin) || AllowsAll(site) ? next(context) : new ValueTask<object?>(NotAllowed());
    }

    private static Task AllowAsync(object state)
    {
        var http = (HttpContext)state;
        var origin = http.Request.Headers.Origin.ToString();
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        // Before the key is known, by what any site allows, as a preflight; before sites are, what an answer says is nobody's secret.
        var directory = http.RequestServices.GetRequiredService<ISiteDirectory>();
        IReadOnlyList<Site> sites = http.FindCaller() is { } caller ? [caller.Site] : directory.Sites;
        var isListed = sites.Any(site => IsListed(site, origin));
        if (isListed || sites.Any(AllowsAll) || !directory.IsLoaded)
            Allow(http.Response.Headers, origin, isListed);
        return Task.CompletedTask;
    }

    private static void Allow(IHeaderDictionary headers, string origin, bool isListed)
    {
        headers[HeaderNames.AccessControlAllowOrigin] = isListed ? origin : AnyOrigin;
        headers[HeaderNames.AccessControlExposeHeaders] = HeaderNames.RetryAfter;
        if (isListed)
            headers[HeaderNames.AccessControlAllowCredentials] = "true";
    }

    private static bool AllowsAll(Site site) => site.Settings.Origins.Count == 0;

    private static bool IsListed(Site site, string origin) =>
        origin != "null" && site.Settings.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase);

    private static IResult NotAllowed() => Problem.Of(
        StatusCodes.Status403Forbidden, "This origin may not collect for the site.", "Add it to the site's setting origins.");
}
