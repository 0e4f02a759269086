using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tracking.Load.Bare;

/// <summary>
/// What everything is compared with: Kestrel parses the same body with System.Text.Json source generation, answers 202 and drops it.
/// </summary>
internal static class BareServer
{
    /// <summary>Serves until it is told to stop.</summary>
    public static async Task<int> RunAsync(string url, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add(url);
        app.MapGet("/health/ready", () => TypedResults.Ok());
        app.MapPost("/v1/events", (RequestDelegate)AcceptAsync);
        // What is forwarded, where that is measured too.
        app.MapPost("/hook", (RequestDelegate)TakeAsync);
        IllReceivers.Map(app);
        new WatchedReceiver().Map(app);
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static async Task TakeAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task AcceptAsync(HttpContext context)
    {
        var posted = await JsonSerializer.DeserializeAsync(
            context.Request.BodyReader, BareJson.Default.PostedEvents, context.RequestAborted);
        context.Response.StatusCode = posted is { Type: not null } or { Events: not null }
            ? StatusCodes.Status202Accepted
            : StatusCodes.Status400BadRequest;
    }
}

/// <summary>One event, or a batch of them.</summary>
internal sealed record PostedEvents(
    string? Type, string? MessageId, DateTimeOffset? Timestamp, string? AnonymousId, PostedPage? Properties, PostedContext? Context,
    IReadOnlyList<PostedEvents>? Events);

/// <summary>A page.</summary>
internal sealed record PostedPage(string? Url, string? Title, string? Referrer);

/// <summary>What comes with an event.</summary>
internal sealed record PostedContext(PostedPage? Page, IReadOnlyDictionary<string, bool>? Consent);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PostedEvents))]
[JsonSerializable(typeof(ForwardedEvents))]
[JsonSerializable(typeof(Watched))]
internal sealed partial class BareJson : JsonSerializerContext;
