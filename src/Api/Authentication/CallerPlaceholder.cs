using Tracking.Domain.Sites;

namespace Tracking.Api.Authentication;

/// <summary>Who calls: the key and the site that it belongs to.</summary>
internal sealed record Caller(SiteKey Key, Site Site);

/// <summary>Stands where authentication will: it lets nobody in.</summary>
internal static class CallerPlaceholder
{
    /// <summary>Lets only keys with that scope pass.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, KeyScopes scope)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilter((context, next) =>
            context.HttpContext.Items[typeof(Caller)] is Caller caller && caller.Key.Scopes.HasFlag(scope)
                ? next(context)
                : ValueTask.FromResult<object?>(Results.Problem(statusCode: StatusCodes.Status401Unauthorized)));

    /// <summary>Who calls, behind <see cref="RequireScope"/>.</summary>
    public static Caller GetCaller(this HttpContext http) => (Caller)http.Items[typeof(Caller)]!;
}
