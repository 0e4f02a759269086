using Tracking.Load.Running;
using Tracking.Load.Traffic;

namespace Tracking.Load.Measurements;

/// <summary>Sends for a while, and measures once the load has settled.</summary>
internal sealed class LoadMeasurement(TimeSpan duration)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>Sends what does not count, while a server's code is compiled.</summary>
    public async Task WarmUpAsync(IServer server, CancellationToken cancellationToken)
    {
        Progress.Say($"{server.Name}: a first round, which does not count");
        foreach (var shape in new[] { RequestShape.Alone, RequestShape.Batch })
            await RunAsync(server, shape, new ClosedLoop(), cancellationToken);
    }

    /// <summary>Measures a server.</summary>
    public async Task<LoadFigures> RunAsync(IServer server, RequestShape shape, IPace pace, CancellationToken cancellationToken)
    {
        await using var run = LoadRun.Start(server.Target, shape, pace);
        await Task.Delay(Settling, cancellationToken);
        var latencies = server.Target.Tally.Latencies = new LatencyHistogram();
        var before = Usage.Of(server);
        await Task.Delay(duration, cancellationToken);
        var after = Usage.Of(server);
        var figures = new LoadFigures(
            after.RateSince(before), after.CpuSince(before), Milliseconds(0.5), Milliseconds(0.99), after.OthersSince(before));
        Progress.Say($"{server.Name}, {shape}: {figures}");
        return figures;

        double Milliseconds(double share) => latencies.At(share)?.TotalMilliseconds ?? double.NaN;
    }
}
