using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;
using Tracking.Application.Collect;

namespace Tracking.Api.Problems;

/// <summary>Turns what was thrown into a problem: of the sender's making, of the moment, or unforeseen.</summary>
internal sealed partial class ExceptionHandler(ILogger<ExceptionHandler> logger) : IExceptionHandler
{
    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // Nobody is there to read an answer.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        await ResultOf(httpContext, exception).ExecuteAsync(httpContext);
        return true;
    }

    private IResult ResultOf(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return Problem.Of(bad.StatusCode, "The request cannot be read.", bad.StatusCode switch
                {
                    StatusCodes.Status408RequestTimeout => "The body came too slowly; send it again.",
                    StatusCodes.Status413PayloadTooLarge => "The body is too large; send less at once.",
                    _ => "The body ended early or is not valid HTTP; send it again.",
                });
            case NotDurableException:
                return Problem.ComeBack(context, StatusCodes.Status503ServiceUnavailable, ComeBackAfter,
                    "Events cannot be stored durably now.", "What was sent may not have been stored. Send it again after Retry-After, with the same messageIds.");
            case DbException or { InnerException: DbException } or TimeoutException:
                LogStoreAway(logger, exception);
                return Problem.ComeBack(context, StatusCodes.Status503ServiceUnavailable, ComeBackAfter,
                    "The database does not answer now.", "Try again after Retry-After.");
            default:
                LogUnforeseen(logger, context.TraceIdentifier, exception);
                return Problem.Of(StatusCodes.Status500InternalServerError, "Something went wrong here.",
                    "The trace id names it in the service's log.",
                    members: new Dictionary<string, object?> { ["traceId"] = context.TraceIdentifier });
        }
    }

    [LoggerMessage(LogLevel.Error, "The database does not answer; callers get 503.")]
    private static partial void LogStoreAway(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "A request failed for an unforeseen reason (trace id {TraceId}).")]
    private static partial void LogUnforeseen(ILogger logger, string traceId, Exception exception);
}
