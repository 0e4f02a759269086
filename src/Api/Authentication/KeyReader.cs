using System.Text;
using Microsoft.Net.Http.Headers;
using Tracking.Application.Sites;
using Tracking.Domain.Sites;

namespace Tracking.Api.Authentication;

/// <summary>Finds a request's key (HTTP contract v1, "Keys and sites").</summary>
internal static class KeyReader
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    private const string UrlName = "key";

    /// <summary>The key, and whether it stood in the URL; <c>null</c> when there is none.</summary>
    public static (string? Key, bool InUrl) Find(HttpRequest request)
    {
        // A secret key in a URL is leaked, under whatever name, and also where a header has a good one.
        foreach (var (name, values) in request.Query)
        {
            foreach (var value in values)
            {
                if (value is not null && (name == UrlName ? ApiKey.KindOf(value) == KeyKind.Secret : ApiKey.IsValid(value, KeyKind.Secret)))
                    return (value, true);
            }
        }

        var inUrl = request.Query[UrlName].ToString();
        if (request.Headers.TryGetValue(HeaderNames.Authorization, out var authorization) && FromAuthorization(authorization.ToString()) is { } key)
            return (key, false);
        if (request.Headers.TryGetValue("X-Api-Key", out var header) && header.ToString() is { Length: > 0 } given)
            return (given.Trim(), false);
        return inUrl.Length > 0 ? (inUrl, true) : (null, false);
    }

    private static string? FromAuthorization(string value)
    {
        if (value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return value[Bearer.Length..].Trim();
        if (!value.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return null;
        var encoded = value.AsSpan(Basic.Length).Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? text : text[..colon];
    }
}
