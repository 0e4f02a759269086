using System.Diagnostics;
using Tracking.Load.Results;
using Tracking.Load.Running;
using Tracking.Load.Traffic;

namespace Tracking.Load.Measurements;

/// <summary>Row 6 after a crash: a start at which many events lie in the spool, which are stored while new ones are accepted.</summary>
internal sealed class Replay(Installation service, int events)
{
    private const double RequestsPerSecond = 500;
    private const double Megabyte = 1_048_576;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StandstillLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    private readonly MemoryUse memory = new(service);

    /// <summary>Measures it.</summary>
    public async Task RunAsync(FigureTable table, CancellationToken cancellationToken)
    {
        var stored = await service.DrainAsync(cancellationToken);
        await FillAsync(cancellationToken);
        var (spooled, spoolBytes) = (service.Target.Tally.Accepted - stored, service.SpoolBytes);
        Progress.Say($"{service.Name}: killed with {spooled:N0} events in the spool; it is started again");

        var began = Stopwatch.GetTimestamp();
        var toFirst = await StartTime.StartAsync(service, cancellationToken);
        service.Target.Tally.Latencies = new LatencyHistogram();
        Watched watched;
        Usage before, after;
        await using (LoadRun.Start(service.Target, RequestShape.Alone, new OpenLoop(RequestsPerSecond)))
        {
            before = Usage.Of(service);
            watched = await WatchAsync(stored + spooled, cancellationToken);
            after = Usage.Of(service);
        }

        var latencies = service.Target.Tally.Latencies;
        var what = $"with {spooled:N0} events in the spool";
        table.Add(
            "6",
            service,
            $"ms from process start to first 202 {what}",
            Goals.Start(service.Mode).Judge(toFirst.TotalMilliseconds),
            $"spool of {spoolBytes / Megabyte:N0} MB; all of it stored {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s after the start");
        table.Add(
            "6",
            service,
            "events/s stored in the replay",
            $"{watched.StoredPerSecond:N0}",
            $"{after.RateSince(before):N0} accepted/s beside, of {RequestsPerSecond:N0} sent; p50 {latencies.At(0.5)?.TotalMilliseconds:0.0} ms, "
                + $"p99 {latencies.At(0.99)?.TotalMilliseconds:0.0} ms; others had {after.OthersSince(before):P0}");
        table.Add("7", service, $"MB (PSS) at most, started {what}", Goals.LoadedMemory.Judge(watched.MostMegabytes), $"after it {memory}");
    }

    /// <summary>Sends while nothing can be stored, until as many wait, and kills the process.</summary>
    private async Task FillAsync(CancellationToken cancellationToken)
    {
        Progress.Say($"{service.Name}: {events:N0} events into the spool, while the database is locked");
        await using var held = await service.LockStoreAsync(cancellationToken);
        var enough = service.Target.Tally.Accepted + events;
        await using (LoadRun.Start(service.Target, RequestShape.Batch, new ClosedLoop()))
        {
            while (service.Target.Tally.Accepted < enough)
            {
                await Task.Delay(Between, cancellationToken);
                service.Services.ToList().ForEach(process => process.ThrowIfEnded());
            }
        }

        await service.KillAcceptingAsync();
    }

    /// <summary>Waits until so many are stored: what was in the spool is taken before what is new.</summary>
    private async Task<Watched> WatchAsync(long enough, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var (since, told, most) = (Stopwatch.StartNew(), Stopwatch.StartNew(), 0.0);
        var first = await service.Client.StoredAsync(cancellationToken);
        for (var (stored, last) = (first, first); ; last = stored)
        {
            most = Math.Max(most, memory.Largest);
            stored = await service.Client.StoredAsync(cancellationToken);
            if (stored >= enough)
                return new Watched((stored - first) / Stopwatch.GetElapsedTime(began).TotalSeconds, most);
            if (stored != last)
                since.Restart();
            if (since.Elapsed > StandstillLimit)
                throw new TimeoutException($"{enough - stored:N0} events of the spool are not stored, and nothing has been for {StandstillLimit.TotalSeconds} s.");
            if (told.Elapsed > TellEvery)
            {
                told.Restart();
                Progress.Say($"{service.Name}: {enough - stored:N0} events of the spool wait to be stored, {memory}");
            }

            await Task.Delay(Between, cancellationToken);
        }
    }

    private readonly record struct Watched(double StoredPerSecond, double MostMegabytes);
}
