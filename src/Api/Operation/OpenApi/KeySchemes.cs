using Microsoft.OpenApi;
using Tracking.Api.Authentication;
using Tracking.Domain.Sites;

namespace Tracking.Api.Operation.OpenApi;

/// <summary>The ways in which a key can be sent (HTTP contract v1, "Keys and sites").</summary>
internal static class KeySchemes
{
    private const string InUrl = "keyInUrl";

    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, IOpenApiSecurityScheme> All { get; } = new Dictionary<string, IOpenApiSecurityScheme>
    {
        ["apiKey"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "X-Api-Key",
            Description = "A write key or a secret key.",
        },
        ["bearer"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A write key or a secret key.",
        },
        ["basic"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description = "A key as the user name; the password is not looked at.",
        },
        [InUrl] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Query,
            Name = "key",
            Description = "A write key only, for senders that cannot set headers (navigator.sendBeacon). A secret key in a URL is refused.",
        },
    };

    /// <summary>What an operation that needs a scope asks for: any one of the ways.</summary>
    public static List<OpenApiSecurityRequirement> For(KeyScopes scope, OpenApiDocument document) =>
    [
        .. All.Keys.Where(name => name != InUrl || scope == KeyScopes.Collect).Select(name => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(name, document)] = [.. ScopeWords.Words(scope)],
        }),
    ];
}
