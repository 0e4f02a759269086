using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tracking.Load.Traffic;

namespace Tracking.Load.Bare;

/// <summary>A receiver of forwarded events that notes how long after the service received them they come.</summary>
internal sealed class WatchedReceiver
{
    /// <summary>Where events are posted, and what is noted is asked for.</summary>
    public const string Path = "/watched";

    private LatencyHistogram lags = new();
    private long taken;

    /// <summary>Serves it.</summary>
    public void Map(WebApplication app)
    {
        app.MapPost(Path, (RequestDelegate)TakeAsync);
        app.MapGet(Path, () =>
        {
            var noted = Interlocked.Exchange(ref lags, new LatencyHistogram());
            return TypedResults.Json(
                new Watched(Interlocked.Read(ref taken), noted.At(0.5)?.TotalMilliseconds ?? 0, noted.At(0.99)?.TotalMilliseconds ?? 0), BareJson.Default.Watched);
        });
    }

    private async Task TakeAsync(HttpContext context)
    {
        var body = await JsonSerializer.DeserializeAsync(context.Request.Body, BareJson.Default.ForwardedEvents, context.RequestAborted);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var one in body!.Data)
            lags.Add(now - one.ReceivedAt);
        Interlocked.Add(ref taken, body.Data.Count);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}

/// <summary>What a webhook gets, as far as it is looked at.</summary>
internal sealed record ForwardedEvents(IReadOnlyList<ForwardedEvent> Data);

/// <summary>An event in it.</summary>
internal sealed record ForwardedEvent(DateTimeOffset ReceivedAt);

/// <summary>What was noted.</summary>
/// <param name="Taken">All events so far.</param>
/// <param name="P50">Milliseconds, of those since it was asked for last.</param>
/// <param name="P99">The same, of 99 in 100.</param>
internal sealed record Watched(long Taken, double P50, double P99);
