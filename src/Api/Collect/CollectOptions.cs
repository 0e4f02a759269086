using System.ComponentModel.DataAnnotations;

namespace Tracking.Api.Collect;

/// <summary>Settings <c>Collect__…</c>.</summary>
internal sealed class CollectOptions
{
    /// <summary>Largest body after decompression, in bytes. Default 512,000 (HTTP contract v1: 500 KiB).</summary>
    [Range(1_024, 10_485_760)]
    public int MaxBodyBytes { get; init; } = 512_000;

    /// <summary>
    /// Most requests of which events are being collected at once; past that senders get 503 at once instead of waiting longer and longer.
    /// Those that are still sending their body do not count. Default 2,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxConcurrentRequests { get; init; } = 2_000;

    /// <summary>Path of the endpoint that takes events, beside <c>/v1/events</c>; for sites whose visitors block that path.</summary>
    public string EventsPath { get; init; } = "/v1/events";

    /// <summary>Path of the browser script. Default <c>/tracker.js</c>.</summary>
    public string ScriptPath { get; init; } = "/tracker.js";
}

/// <summary>Settings <c>RateLimits__…</c>: for each write key and client network (IPv4 /24, IPv6 /48).</summary>
internal sealed class RateLimitOptions
{
    /// <summary>Requests a second that may go on for long. Default 5,000.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; init; } = 5_000;

    /// <summary>Requests that may come at once. Default 10,000.</summary>
    [Range(1, 10_000_000)]
    public int Burst { get; init; } = 10_000;
}
