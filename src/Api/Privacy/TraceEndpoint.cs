using MediatR;
using Tracking.Api.Authentication;
using Tracking.Api.Problems;
using Tracking.Application.Privacy;
using Tracking.Domain.Sites;

namespace Tracking.Api.Privacy;

/// <summary>Why an event is as it is, and where it went.</summary>
internal static class TraceEndpoint
{
    /// <summary>Maps it.</summary>
    public static void MapTrace(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/events/{messageId}/trace", async (HttpContext context, string messageId, IMediator mediator) =>
                await mediator.Send(new GetTrace(context.GetCaller().Site, messageId), context.RequestAborted) is { } trace
                    ? TypedResults.Json(trace)
                    : Problem.NotFound("stored event"))
            .WithTags("Privacy").WithName("getTrace").Produces<EventTrace>().RequireScope(KeyScopes.Privacy);
}
