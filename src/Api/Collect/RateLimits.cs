using System.Threading.RateLimiting;
using Tracking.Api.Authentication;
using Tracking.Api.Problems;
using Tracking.Application.Collect;

namespace Tracking.Api.Collect;

/// <summary>
/// A token bucket for each write key and client network, so that one abuser of a public key does not silence the rest. Buckets that are
/// full again are let go. Secret keys have none.
/// </summary>
internal sealed class RateLimits(RateLimitOptions options) : IDisposable
{
    private const int OneByOne = 100;
    private static readonly TimeSpan ReplenishEvery = TimeSpan.FromMilliseconds(100);

    private readonly PartitionedRateLimiter<(int Key, string Network)> limiter = PartitionedRateLimiter.Create<(int Key, string Network), (int, string)>(
        caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Burst,
            // One by one while that is not too often, so that the rate is the one that was set.
            TokensPerPeriod = options.RequestsPerSecond <= OneByOne ? 1 : (int)Math.Round(options.RequestsPerSecond * ReplenishEvery.TotalSeconds),
            ReplenishmentPeriod = options.RequestsPerSecond <= OneByOne ? TimeSpan.FromSeconds(1.0 / options.RequestsPerSecond) : ReplenishEvery,
            AutoReplenishment = true,
        }));

    /// <summary>Lets a request through for which there is a token.</summary>
    public async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var caller = http.GetCaller();
        if (caller.IsServer)
            return await next(context);
        var network = http.Connection.RemoteIpAddress is { } address ? CookielessVisitor.Network(address) : string.Empty;
        using var lease = limiter.AttemptAcquire((caller.Key.Id, network));
        if (lease.IsAcquired)
            return await next(context);
        var after = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
        return Problem.ComeBack(http, StatusCodes.Status429TooManyRequests, after, "Too many requests.",
            $"At most {options.RequestsPerSecond} a second from one network with one write key; send events in batches, or wait for Retry-After.");
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}
