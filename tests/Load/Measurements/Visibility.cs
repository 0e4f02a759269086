using System.Diagnostics;
using Tracking.Load.Results;
using Tracking.Load.Running;
using Tracking.Load.Traffic;

namespace Tracking.Load.Measurements;

/// <summary>
/// Row 3: from the 202 of an event until the overview shows it, while others come in. The probes have a site of their own, so that the
/// question costs little.
/// </summary>
internal sealed class Visibility(Installation service)
{
    private const string SiteName = "probes";
    private const double EventsPerSecond = 2_000;
    private const int Probes = 120;
    private const int MostMillisecondsBetween = 200;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Measures it.</summary>
    /// <returns>The site of the probes.</returns>
    public async Task<Target> RunAsync(FigureTable table, CancellationToken cancellationToken)
    {
        Progress.Say($"{service.Name}: from 202 to visible, {Probes} probes at {EventsPerSecond:N0} events/s");
        var site = await service.Client.CreateSiteAsync(SiteName, cancellationToken);
        var milliseconds = new List<double>();
        var before = Usage.Of(service);
        await using (LoadRun.Start(service.Target, RequestShape.Alone, new OpenLoop(EventsPerSecond)))
        {
            await Task.Delay(Settling, cancellationToken);
            using var connection = new Connection(site.Url);
            var request = new PageViewRequest(site.Url, site.WriteKey, events: 1, connection: 0);
            for (var watch = Stopwatch.StartNew(); milliseconds.Count < Probes && watch.Elapsed < Limit;)
            {
                milliseconds.Add(await ProbeAsync(site, connection, request, cancellationToken));
                // Not in step with what the store does.
                await Task.Delay(Random.Shared.Next(MostMillisecondsBetween), cancellationToken);
            }
        }

        var after = Usage.Of(service);
        var (median, last) = (milliseconds.At(0.5), milliseconds.At(0.99));
        Progress.Say($"{service.Name}: visible after {median:N0} ms (p50), {last:N0} ms (p99)");
        var besides = $"{milliseconds.Count} probes, each asked for every {Between.TotalMilliseconds} ms; "
            + $"{after.RateSince(before):N0} events/s meanwhile; others had {after.OthersSince(before):P0}";
        table.Add("3", service, "ms from 202 to visible, p50", Goals.VisibleMedian.Judge(median), besides);
        table.Add("3", service, "ms from 202 to visible, p99", Goals.VisibleP99.Judge(last), $"longest {milliseconds.Max():N0}");
        await service.DrainAsync(cancellationToken);
        return site;
    }

    private static async Task<double> ProbeAsync(
        Target site, Connection connection, PageViewRequest request, CancellationToken cancellationToken)
    {
        var client = new ServiceClient(site);
        var sent = Stopwatch.GetTimestamp();
        var answer = await connection.AskAsync(request.Next());
        var answered = Stopwatch.GetTimestamp();
        await Task.Yield();
        site.Tally.Answered(answer, 1, Stopwatch.GetElapsedTime(sent, answered));
        while (await client.EventsInOverviewAsync(cancellationToken) < site.Tally.Accepted)
        {
            if (Stopwatch.GetElapsedTime(answered) > ProbeLimit)
                break;
            await Task.Delay(Between, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(answered).TotalMilliseconds;
    }
}
