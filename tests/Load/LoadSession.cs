using Tracking.Load.Measurements;
using Tracking.Load.Results;
using Tracking.Load.Running;
using Tracking.Load.Traffic;

namespace Tracking.Load;

/// <summary>Starts what a plan needs, measures, and shows the figures.</summary>
internal static class LoadSession
{
    private const int Kept = 0;
    private const int Broken = 1;
    private const int Interrupted = 130;

    /// <summary>Runs a plan.</summary>
    /// <returns>The exit code: not 0 when a promise was broken.</returns>
    public static async Task<int> RunAsync(LoadPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            await using var bare = await BareProcess.StartAsync(cancellationToken);
            var kept = true;
            foreach (var mode in plan.Modes)
                kept &= await MeasureAsync(mode, plan, bare, cancellationToken);
            return kept ? Kept : Broken;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Progress.Say("Interrupted; everything that was started has been ended.");
            return Interrupted;
        }
    }

    private static async Task<bool> MeasureAsync(Mode mode, LoadPlan plan, BareProcess bare, CancellationToken cancellationToken)
    {
        var before = ProcessFiles.LoadAverages();
        await using var service = await Installation.StartAsync(mode, cancellationToken);
        var (measurement, figures, sites) = (new LoadMeasurement(plan.Duration), new FigureTable(), new List<Target> { service.Target });
        if (plan.Forwards)
            await service.ForwardAsync(bare, cancellationToken);
        if (plan.Rows.Contains(7))
            await new MemoryUse(service).IdleAsync(figures, cancellationToken);
        if (plan.Isolation || plan.Rows.Overlaps([1, 2, 3]) || plan.Sustained is not null)
        {
            await measurement.WarmUpAsync(bare, cancellationToken);
            await measurement.WarmUpAsync(service, cancellationToken);
            await service.DrainAsync(cancellationToken);
        }

        if (plan.Rows.Contains(1))
            Console.WriteLine(await new Saturation(bare, service, measurement).RunAsync(plan.Rounds, cancellationToken));
        if (plan.Rows.Contains(7) && plan.Rows.Contains(1))
            new MemoryUse(service).Loaded("saturation", figures);
        if (plan.Rows.Contains(2))
            await new Latency(bare, service, measurement).RunAsync(plan.Rounds, figures, cancellationToken);
        if (plan.Rows.Contains(3))
            sites.Add(await new Visibility(service).RunAsync(figures, cancellationToken));
        if (plan.Rows.Contains(6))
            await new StartTime(service).RunAsync(figures, cancellationToken);
        if (plan.Isolation)
            Console.WriteLine(await new Isolation(bare, service, measurement).RunAsync(plan.Rounds, cancellationToken));
        if (plan.Replay > 0 && mode == Mode.Embedded)
            await new Replay(service, plan.Replay).RunAsync(figures, cancellationToken);
        if (plan.Sustained is { } sustained)
            Console.WriteLine(await new SustainedLoad(service, sustained).RunAsync(figures, cancellationToken));
        Console.WriteLine(figures);
        if (plan.Forwards)
            Console.WriteLine($"{service.Name}: {await service.Client.ForwardedAsync(cancellationToken)}");
        var kept = await PromiseCheck.RunAsync(service, sites, cancellationToken);
        Console.WriteLine($"Load averages before: {before}; after: {ProcessFiles.LoadAverages()}; {Environment.ProcessorCount} cores.");
        return kept;
    }
}
