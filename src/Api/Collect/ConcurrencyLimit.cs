using System.Threading.RateLimiting;
using Tracking.Api.Problems;

namespace Tracking.Api.Collect;

/// <summary>Bounds how many requests are worked on at once, so that overload is told early and those that were let in stay quick.</summary>
internal sealed class ConcurrencyLimit(CollectOptions options) : IDisposable
{
    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.MaxConcurrentRequests,
        QueueLimit = 0,
    });

    /// <summary>A place among those that are worked on, or none; to be disposed of in either case.</summary>
    public RateLimitLease Enter() => limiter.AttemptAcquire();

    /// <summary>What a sender is told for whom there is none.</summary>
    public static IResult Refuse(HttpContext context) => Problem.ComeBack(
        context, StatusCodes.Status503ServiceUnavailable, ComeBackAfter, "Too many requests at once.",
        "Nothing was stored. Send it again after Retry-After; batches of events cost less than single ones.");

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}
