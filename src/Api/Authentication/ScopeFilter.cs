using Tracking.Api.Problems;
using Tracking.Application.Sites;
using Tracking.Domain.Sites;

namespace Tracking.Api.Authentication;

/// <summary>Lets a request through whose key has a scope.</summary>
internal sealed class ScopeFilter(ISiteDirectory directory, KeyMetrics metrics, KeyScopes scope) : IEndpointFilter
{
    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!directory.IsLoaded)
        {
            return new ValueTask<object?>(Problem.ComeBack(http, StatusCodes.Status503ServiceUnavailable, ComeBackAfter,
                "Keys are not known yet.", "The service has just started and waits for its database. Try again after Retry-After."));
        }

        var (key, inUrl) = KeyReader.Find(http.Request);
        if (inUrl && ApiKey.KindOf(key) == KeyKind.Secret)
        {
            metrics.Leaked();
            return Unauthorized(http, "A secret key must not stand in a URL: it is in logs and histories now. Revoke it, make another, and send that in X-Api-Key.");
        }

        if (ApiKey.KindOf(key) is null || !directory.TryGetKey(ApiKey.HashOf(key!), out var known, out var site))
        {
            return Unauthorized(http, key is null
                ? "Send a key as Authorization: Bearer, as X-Api-Key, as the user name of HTTP Basic, or, a write key, as ?key=."
                : "The key is unknown or revoked.");
        }

        if (!known.Scopes.HasFlag(scope))
        {
            return new ValueTask<object?>(Problem.Of(StatusCodes.Status403Forbidden, "The key may not do this.",
                $"This needs the scope {ScopeWords.Of(scope)}; the key has {ScopeWords.Of(known.Scopes)}."));
        }

        // Reports say it in their own words.
        if (scope != KeyScopes.Reports && http.Request.Query.TryGetValue("site", out var names) && names.Any(name => name != site.Name))
        {
            return new ValueTask<object?>(Problem.Of(StatusCodes.Status403Forbidden, "The key may not do this.",
                $"It belongs to the site {site.Name}; ?site= names another."));
        }

        http.SetCaller(new Caller(known, site));
        return next(context);
    }

    private static ValueTask<object?> Unauthorized(HttpContext http, string detail)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return new ValueTask<object?>(Problem.Of(StatusCodes.Status401Unauthorized, "A valid key is needed.", detail));
    }
}

/// <summary>How scopes are written.</summary>
internal static class ScopeWords
{
    /// <summary>The scopes that a key may be given, by their words.</summary>
    public static IReadOnlyDictionary<string, KeyScopes> ByWord { get; } = new[]
    {
        KeyScopes.Collect, KeyScopes.Reports, KeyScopes.Privacy, KeyScopes.Admin, KeyScopes.Instance,
    }.ToDictionary(scope => scope.ToString().ToLowerInvariant());

    /// <summary>The words of some scopes.</summary>
    public static string Of(KeyScopes scopes) => string.Join(", ", Words(scopes));

    /// <summary>The words of some scopes, one each.</summary>
    public static IEnumerable<string> Words(KeyScopes scopes) => ByWord.Where(pair => scopes.HasFlag(pair.Value)).Select(pair => pair.Key);
}

internal static class ScopeRequirement
{
    /// <summary>Requires a key with a scope, and says so in the OpenAPI document.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, KeyScopes scope)
        where TBuilder : IEndpointConventionBuilder => builder
        .WithMetadata(new RequiredScope(scope))
        .AddEndpointFilterFactory((context, next) =>
        {
            var services = context.ApplicationServices;
            var filter = new ScopeFilter(services.GetRequiredService<ISiteDirectory>(), services.GetRequiredService<KeyMetrics>(), scope);
            return invocation => filter.InvokeAsync(invocation, next);
        });
}

/// <summary>The scope that an endpoint requires.</summary>
internal sealed record RequiredScope(KeyScopes Scope);
