using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Forwarding;

namespace Tracking.Infrastructure.Tests.Destinations;

/// <summary>Sends mapped events in the requests that forwarding makes of them.</summary>
internal static class Requests
{
    /// <summary>Does so.</summary>
    /// <returns>What became of each, by its number.</returns>
    public static Task<IReadOnlyDictionary<long, SendResult>> SendAsync(
        IDestination target, IReadOnlyList<MappedEvent> events, TimeProvider? time = null, CancellationToken stop = default, CancellationToken abort = default) =>
        new Sending(target, time ?? TimeProvider.System, stop, abort).RunAsync(Batches.Of(events, target.Limits));
}
