using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Tracking.Load.Bare;

/// <summary>Receivers of forwarded events that do not take them.</summary>
internal static class IllReceivers
{
    /// <summary>Their paths.</summary>
    public static readonly IReadOnlyList<string> Paths = ["/slow", "/failing", "/busy"];

    private const string RetryAfterSeconds = "5";
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(30);

    /// <summary>Serves them.</summary>
    public static void Map(WebApplication app)
    {
        app.MapPost("/slow", (RequestDelegate)(async context =>
        {
            await Task.Delay(Slowness, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
        }));
        app.MapPost("/failing", () => TypedResults.StatusCode(StatusCodes.Status500InternalServerError));
        app.MapPost("/busy", context =>
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Task.CompletedTask;
        });
    }
}
