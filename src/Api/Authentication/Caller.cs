using Tracking.Domain.Sites;

namespace Tracking.Api.Authentication;

/// <summary>Who calls: a key and its site.</summary>
internal sealed record Caller(SiteKey Key, Site Site)
{
    /// <summary>Whether a server calls (secret key).</summary>
    public bool IsServer => Key.Kind == KeyKind.Secret;
}

internal static class CallerOfRequest
{
    private static readonly object Item = new();

    /// <summary>The caller of an endpoint that requires a scope.</summary>
    public static Caller GetCaller(this HttpContext context) => context.FindCaller()!;

    /// <summary>The caller, where the key is known already; else <c>null</c>.</summary>
    public static Caller? FindCaller(this HttpContext context) => (Caller?)context.Items[Item];

    /// <summary>Notes the caller.</summary>
    public static void SetCaller(this HttpContext context, Caller caller) => context.Items[Item] = caller;
}
