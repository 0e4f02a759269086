using System.Diagnostics;
using Tracking.Load.Results;
using Tracking.Load.Running;
using Tracking.Load.Traffic;

namespace Tracking.Load.Measurements;

/// <summary>
/// Row 1e, and row 7 under load: what is accepted and stored for minutes, with the backlog and the memory that it takes; in the middle
/// of it the broker may be away.
/// </summary>
internal sealed class SustainedLoad(Installation service, SustainedPlan plan)
{
    private const int Connections = 32;
    private const double Megabyte = 1_048_576;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(20);

    private readonly MemoryUse memory = new(service);
    private readonly List<Sample> samples = [];

    private TimeSpan Outage => service.Mode == Mode.RabbitMq ? plan.Outage : TimeSpan.Zero;

    private string Minutes => $"{plan.Duration.TotalMinutes:0} min";

    /// <summary>Measures it.</summary>
    /// <returns>The memory, minute by minute.</returns>
    public async Task<MarkdownTable> RunAsync(FigureTable table, CancellationToken cancellationToken)
    {
        var shape = plan.Batch == 1 ? RequestShape.Alone : new RequestShape(plan.Batch, Connections);
        var (what, pace, governor) = Load();
        Progress.Say($"{service.Name}: {Minutes}, {what}");
        await using var run = LoadRun.Start(service.Target, shape, pace);
        await WatchAsync(Phase.Whole, Settling, governor, cancellationToken);
        samples.Clear();
        service.Target.Tally.Latencies = new LatencyHistogram();
        var before = Usage.Of(service);
        if (Outage == TimeSpan.Zero)
            await WatchAsync(Phase.Whole, plan.Duration, governor, cancellationToken);
        else
            await WatchOutageAsync(cancellationToken);
        var after = Usage.Of(service);
        AddRates(table, what, before, after);
        AddMemory(table);
        return ByMinute();
    }

    private (string What, IPace Pace, Governor? Governor) Load()
    {
        if (plan.Saturates)
            return ("all that is accepted", new ClosedLoop(), null);
        var pace = new OpenLoop((plan.Rate == 0 ? Governor.FirstRate : plan.Rate) / plan.Batch);
        return plan.Rate == 0 ? ("as much as is stored", pace, new Governor(pace)) : ($"{plan.Rate:N0} events/s", pace, null);
    }

    private async Task WatchOutageAsync(CancellationToken cancellationToken)
    {
        var rest = (plan.Duration - Outage) / 2;
        await WatchAsync(Phase.Before, rest, null, cancellationToken);
        Progress.Say($"{service.Name}: the broker is stopped");
        await Task.WhenAll(service.StopBrokerAsync(), WatchAsync(Phase.During, Outage, null, cancellationToken));
        Progress.Say($"{service.Name}: the broker is started again");
        await Task.WhenAll(service.StartBrokerAgainAsync(), WatchAsync(Phase.After, rest, null, cancellationToken));
    }

    private async Task WatchAsync(Phase phase, TimeSpan duration, Governor? governor, CancellationToken cancellationToken)
    {
        var (told, first) = (TimeSpan.Zero, samples.Count);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < duration; await Task.Delay(Between, cancellationToken))
        {
            var stored = await service.Client.StoredAsync(cancellationToken);
            var sample = new Sample(Stopwatch.GetTimestamp(), phase, service.Target.Tally.Accepted, stored, memory.Largest, service.SpoolBytes / Megabyte);
            samples.Add(sample);
            governor?.Adjust((double)sample.Backlog / plan.Batch);
            if (watch.Elapsed - told < TellEvery)
                continue;
            told = watch.Elapsed;
            var those = samples[first..];
            Progress.Say($"{service.Name}: {Rate(those, one => one.Accepted):N0} accepted/s, "
                + $"{Rate(those, one => one.Stored):N0} stored/s, {sample.Backlog:N0} wait, spool {sample.SpoolMegabytes:N0} MB, {memory}");
        }
    }

    private void AddRates(FigureTable table, string what, Usage before, Usage after)
    {
        var latencies = service.Target.Tally.Latencies;
        var (first, last) = Thirds();
        // Of a broker that was stopped, and its CPU time with it, nothing is known any more.
        var cpu = Outage == TimeSpan.Zero ? after.CpuSince(before) : double.NaN;
        table.Add(
            "1e",
            service,
            $"events/s accepted and stored for {Minutes}, {what}, {plan.Batch} a request",
            Goals.StoredPerSecond.Judge(Math.Min(Rate(samples, one => one.Accepted), Rate(samples, one => one.Stored))),
            $"{Rate(samples, one => one.Accepted):N0} accepted/s, {Rate(samples, one => one.Stored):N0} stored/s; most that waited: "
                + $"{first.Max(one => one.Backlog):N0} in the first third, {last.Max(one => one.Backlog):N0} in the last; "
                + $"{cpu.As("0")} µs CPU an event; p50 {latencies.At(0.5)?.TotalMilliseconds:0.0} ms, "
                + $"p99 {latencies.At(0.99)?.TotalMilliseconds:0.0} ms; others had {after.OthersSince(before):P0}");
    }

    private void AddMemory(FigureTable table)
    {
        var (first, last) = Thirds();
        table.Add(
            "7",
            service,
            $"MB (PSS) after {Minutes} of it",
            Goals.LoadedMemory.Judge(memory.Largest),
            $"most in the first third {first.Max(one => one.Megabytes):N0}, in the last {last.Max(one => one.Megabytes):N0}; {memory}");
        table.Add(
            "7",
            service,
            "MB (PSS) at most",
            Goals.LoadedMemory.Judge(samples.Max(one => one.Megabytes)),
            Outage == TimeSpan.Zero
                ? $"spool at most {samples.Max(one => one.SpoolMegabytes):N0} MB"
                : $"{Most(Phase.Before)} before the broker went away for {Outage.TotalMinutes:0} min, {Most(Phase.During)} meanwhile, {Most(Phase.After)} after it");

        string Most(Phase phase)
        {
            var those = samples.Where(one => one.Phase == phase).ToList();
            return $"{those.Max(one => one.Megabytes):N0} (spool {those.Max(one => one.SpoolMegabytes):N0} MB)";
        }
    }

    private MarkdownTable ByMinute()
    {
        var table = new MarkdownTable("set-up", "minute", "MB (PSS) least", "median", "most", "events that wait", "spool MB", "broker");
        foreach (var minute in samples.GroupBy(one => (int)Stopwatch.GetElapsedTime(samples[0].At, one.At).TotalMinutes + 1))
        {
            table.Add(
                service.Name,
                $"{minute.Key}",
                $"{minute.Min(one => one.Megabytes):N0}",
                $"{minute.Median(one => one.Megabytes):N0}",
                $"{minute.Max(one => one.Megabytes):N0}",
                $"{minute.Max(one => one.Backlog):N0}",
                $"{minute.Max(one => one.SpoolMegabytes):N0}",
                minute.Any(one => one.Phase == Phase.During) ? "away" : service.Mode == Mode.RabbitMq ? "there" : "none");
        }

        return table;
    }

    private (IReadOnlyList<Sample> First, IReadOnlyList<Sample> Last) Thirds() =>
        ([.. samples.Take((samples.Count / 3) + 1)], [.. samples.TakeLast((samples.Count / 3) + 1)]);

    private static double Rate(IReadOnlyList<Sample> samples, Func<Sample, long> count) =>
        (count(samples[^1]) - count(samples[0])) / Math.Max(1, Stopwatch.GetElapsedTime(samples[0].At, samples[^1].At).TotalSeconds);

    private enum Phase
    {
        Whole,
        Before,
        During,
        After,
    }

    /// <summary>One look at it.</summary>
    /// <param name="At">When, in <c>Stopwatch</c> ticks.</param>
    /// <param name="Phase">Before, during or after the broker's outage, if there is one.</param>
    /// <param name="Accepted">Events promised so far.</param>
    /// <param name="Stored">Events stored so far.</param>
    /// <param name="Megabytes">Of the largest process.</param>
    /// <param name="SpoolMegabytes">Of the spool.</param>
    private sealed record Sample(long At, Phase Phase, long Accepted, long Stored, double Megabytes, double SpoolMegabytes)
    {
        public long Backlog => Math.Max(0, Accepted - Stored);
    }
}
