using System.Diagnostics;
using Tracking.Load.Results;
using Tracking.Load.Running;
using Tracking.Load.Traffic;

namespace Tracking.Load.Measurements;

/// <summary>Row 1e, and row 7 under load: what is accepted and stored for minutes, with the backlog and the memory that it takes.</summary>
internal sealed class SustainedLoad(Installation service, LoadPlan plan)
{
    private const int Connections = 32;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(20);

    private readonly MemoryUse memory = new(service);

    /// <summary>Measures it.</summary>
    public async Task RunAsync(FigureTable table, CancellationToken cancellationToken)
    {
        var (shape, isGoverned) = (new RequestShape(plan.Batch, Connections), plan.Rate == 0);
        Progress.Say($"{service.Name}: {plan.Sustained.TotalMinutes:0} minutes, "
            + (isGoverned ? "as much as is stored" : $"{plan.Rate:N0} events/s"));
        var pace = new OpenLoop((isGoverned ? Governor.FirstRate : plan.Rate) / plan.Batch);
        var governor = isGoverned ? new Governor(pace) : null;
        await using var run = LoadRun.Start(service.Target, shape, pace);
        await WatchAsync(Settling, governor, cancellationToken);
        service.Target.Tally.Latencies = new LatencyHistogram();
        var before = Usage.Of(service);
        var samples = await WatchAsync(plan.Sustained, governor, cancellationToken);
        var after = Usage.Of(service);
        Add(table, samples, before, after);
    }

    private async Task<IReadOnlyList<Sample>> WatchAsync(TimeSpan duration, Governor? governor, CancellationToken cancellationToken)
    {
        var samples = new List<Sample>();
        var told = TimeSpan.Zero;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < duration; await Task.Delay(Between, cancellationToken))
        {
            var stored = await service.Client.StoredAsync(cancellationToken);
            var sample = new Sample(Stopwatch.GetTimestamp(), service.Target.Tally.Accepted, stored, memory.Largest);
            samples.Add(sample);
            governor?.Adjust((double)sample.Backlog / plan.Batch);
            if (watch.Elapsed - told < TellEvery)
                continue;
            told = watch.Elapsed;
            Progress.Say($"{service.Name}: {Rate(samples, one => one.Accepted):N0} accepted/s, "
                + $"{Rate(samples, one => one.Stored):N0} stored/s, {sample.Backlog:N0} wait, {memory}");
        }

        return samples;
    }

    private void Add(FigureTable table, IReadOnlyList<Sample> samples, Usage before, Usage after)
    {
        var third = samples.Count / 3;
        var (first, last) = (samples.Take(third + 1).ToList(), samples.TakeLast(third + 1).ToList());
        var latencies = service.Target.Tally.Latencies;
        table.Add(
            "1e",
            service,
            $"events/s accepted and stored for {plan.Sustained.TotalMinutes:0} min, {plan.Batch} a request",
            Goals.StoredPerSecond.Judge(Math.Min(Rate(samples, one => one.Accepted), Rate(samples, one => one.Stored))),
            $"{Rate(samples, one => one.Accepted):N0} accepted/s, {Rate(samples, one => one.Stored):N0} stored/s; most that waited: "
                + $"{first.Max(one => one.Backlog):N0} in the first third, {last.Max(one => one.Backlog):N0} in the last; "
                + $"{after.CpuSince(before):0} µs CPU an event; p50 {latencies.At(0.5)?.TotalMilliseconds:0.0} ms, "
                + $"p99 {latencies.At(0.99)?.TotalMilliseconds:0.0} ms; others had {after.OthersSince(before):P0}");
        table.Add(
            "7",
            service,
            $"MB (PSS) after {plan.Sustained.TotalMinutes:0} min of it",
            Goals.LoadedMemory.Judge(memory.Largest),
            $"most in the first third {first.Max(one => one.Megabytes):N0}, in the last {last.Max(one => one.Megabytes):N0}; {memory}");
    }

    private static double Rate(IReadOnlyList<Sample> samples, Func<Sample, long> count) =>
        (count(samples[^1]) - count(samples[0])) / Math.Max(1, Stopwatch.GetElapsedTime(samples[0].At, samples[^1].At).TotalSeconds);

    /// <summary>One look at it.</summary>
    /// <param name="At">When, in <c>Stopwatch</c> ticks.</param>
    /// <param name="Accepted">Events promised so far.</param>
    /// <param name="Stored">Events stored so far.</param>
    /// <param name="Megabytes">Of the largest process.</param>
    private sealed record Sample(long At, long Accepted, long Stored, double Megabytes)
    {
        public long Backlog => Math.Max(0, Accepted - Stored);
    }
}
