using System.Net;
using System.Net.Sockets;

namespace Tracking.Infrastructure.Destinations.Outgoing;

/// <summary>What an answer of HTTP, or its absence, means for what was sent.</summary>
internal static class Answers
{
    /// <summary>By its status: 2xx took it; 400, 413, 414 and 422 refuse what was sent; everything else may be another answer later.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="confirms">Whether 2xx means that the platform took it.</param>
    /// <param name="now">For <c>Retry-After</c>, where it is a time.</param>
    public static SendResult Of(HttpResponseMessage answer, bool confirms, DateTimeOffset now)
    {
        if (answer.IsSuccessStatusCode)
            return new SendResult(confirms ? SendResultKind.Confirmed : SendResultKind.Sent);
        var reason = $"http_{(int)answer.StatusCode}";
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.RequestUriTooLong
            or HttpStatusCode.UnprocessableEntity)
        {
            return new SendResult(SendResultKind.Refused, reason);
        }

        var after = answer.Headers.RetryAfter;
        return new SendResult(SendResultKind.TryAgain, reason, after?.Delta ?? (after?.Date is { } date && date > now ? date - now : null));
    }

    /// <summary>Why there was none, in a word.</summary>
    public static string ReasonOf(Exception exception) => exception switch
    {
        AddressRefusedException refused => refused.Reason,
        { InnerException: AddressRefusedException refused } => refused.Reason,
        OperationCanceledException => "timeout",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "name_not_found",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls_failed",
        HttpRequestException { InnerException: SocketException } => "connection_refused",
        HttpRequestException => "connection_broken",
        IOException => "write_failed",
        _ => "failed",
    };
}
