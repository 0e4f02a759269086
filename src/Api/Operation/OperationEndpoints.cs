using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;
using Tracking.Api.Collect;
using Tracking.Api.Operation.AsyncApi;

namespace Tracking.Api.Operation;

/// <summary>Health, metrics, documents and the browser script (HTTP contract v1, "Operation").</summary>
internal static class OperationEndpoints
{
    private const string Script = "built/tracker.js";

    // Of what is written to a HEAD request Kestrel sends the headers alone.
    private static readonly HttpMethodMetadata GetOrHead = new([HttpMethods.Get, HttpMethods.Head]);

    /// <summary>Maps what every process has.</summary>
    public static void MapOperation(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).DisableHttpMetrics();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            ResponseWriter = WriteAsync,
            ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status200OK },
        }).DisableHttpMetrics();
        app.MapPrometheusScrapingEndpoint("/metrics").DisableHttpMetrics();
    }

    /// <summary>Maps what a process with role api has besides.</summary>
    public static void MapDocuments(this WebApplication app, CollectOptions collect)
    {
        app.MapOpenApi("/openapi/v1.json").WithMetadata(GetOrHead);
        // Nothing of the page may call its maker: no fonts, tools, agent or telemetry.
        app.MapScalarApiReference("/docs", options => options.WithTitle("Tracking").WithOpenApiRoutePattern("/openapi/v1.json")
            .DisableDefaultFonts().HideDeveloperTools().DisableAgent().DisableMcp().DisableTelemetry().HideClientButton()).WithMetadata(GetOrHead);
        app.MapGet("/asyncapi.json", () => TypedResults.Bytes(BusDocument.Json, "application/json")).WithMetadata(GetOrHead).ExcludeFromDescription();
        app.MapGet("/", () => TypedResults.Redirect("/docs")).WithMetadata(GetOrHead).ExcludeFromDescription();
        app.MapGet(collect.ScriptPath, (HttpContext context, IWebHostEnvironment environment) =>
        {
            var file = environment.WebRootFileProvider.GetFileInfo(Script);
            if (!file.Exists)
                return Results.NotFound();
            // Any site may load the script; an hour is how long a new release takes to reach every page.
            context.Response.Headers[HeaderNames.CacheControl] = "public, max-age=3600";
            context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            context.Response.Headers[HeaderNames.AccessControlAllowOrigin] = "*";
            return Results.Stream(file.CreateReadStream(), "text/javascript; charset=utf-8", lastModified: file.LastModified);
        }).WithMetadata(GetOrHead).ExcludeFromDescription();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new
        {
            status = report.Status.ToString().ToLowerInvariant(),
            checks = report.Entries.ToDictionary(entry => entry.Key, entry => new
            {
                status = entry.Value.Status.ToString().ToLowerInvariant(),
                detail = entry.Value.Description,
            }),
        });
}
