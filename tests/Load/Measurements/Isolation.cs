using System.Diagnostics;
using System.Net.Http.Json;
using Tracking.Load.Bare;
using Tracking.Load.Results;
using Tracking.Load.Running;
using Tracking.Load.Traffic;

namespace Tracking.Load.Measurements;

/// <summary>
/// What destinations that are ill cost a healthy one and those who send: one answers after 30 s, one always 500, one 429, one refuses
/// connections. Each round is measured with them paused and with them there.
/// </summary>
internal sealed class Isolation(BareProcess bare, Installation service, LoadMeasurement measurement)
{
    private const double RequestsPerSecond = 1_000;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan StandstillLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false });

    private readonly MarkdownTable table = new("besides the healthy destination", "accepted/s", "µs CPU an event", "lag p50 ms", "lag p99 ms");
    private long acceptedBefore;

    /// <summary>Measures the rounds, and gives the table.</summary>
    public async Task<MarkdownTable> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        var client = service.Client;
        await service.DrainAsync(cancellationToken);
        acceptedBefore = service.Target.Tally.Accepted;
        await client.AddDestinationAsync(Installation.WebhookTo(new Uri(bare.Target.Url, WatchedReceiver.Path)), cancellationToken);
        var ill = new List<int>();
        foreach (var url in IllReceivers.Paths.Select(path => new Uri(bare.Target.Url, path)).Append(FreeAddress.Find()))
            ill.Add(await client.AddDestinationAsync(Installation.WebhookTo(url), cancellationToken));
        var (without, with) = (new List<Round>(), new List<Round>());
        for (var number = 1; number <= rounds; number++)
        {
            Progress.Say($"{service.Name}: destinations, round {number} of {rounds}");
            without.Add(await RoundAsync(ill, arePaused: true, cancellationToken));
            with.Add(await RoundAsync(ill, arePaused: false, cancellationToken));
        }

        Add("nothing", without);
        Add("four that are ill", with);
        table.Add(
            "ratio", Ratio(without, with, round => round.Accepting.EventsPerSecond), Ratio(without, with, round => round.Accepting.CpuPerEvent),
            Ratio(without, with, round => round.Lag.P50), Ratio(without, with, round => round.Lag.P99));
        return table;
    }

    private static string Ratio(List<Round> without, List<Round> with, Func<Round, double> figure) =>
        without.Zip(with, (one, other) => figure(other) / figure(one)).Median(ratio => ratio).As("0.00");

    private static Task<Watched?> WatchedAsync(Uri receiver, CancellationToken cancellationToken) =>
        Client.GetFromJsonAsync(receiver, BareJson.Default.Watched, cancellationToken);

    private async Task<Round> RoundAsync(IReadOnlyList<int> ill, bool arePaused, CancellationToken cancellationToken)
    {
        foreach (var id in ill)
            await service.Client.PauseDestinationAsync(id, arePaused, cancellationToken);
        await Task.Delay(Settling, cancellationToken);
        var receiver = new Uri(bare.Target.Url, WatchedReceiver.Path);
        await WatchedAsync(receiver, cancellationToken);
        await measurement.RunAsync(service, RequestShape.Alone, new OpenLoop(RequestsPerSecond), cancellationToken);
        var lag = (await WatchedAsync(receiver, cancellationToken))!;
        Progress.Say($"{service.Name}, {(arePaused ? "healthy alone" : "beside four that are ill")}: lag p50 {lag.P50:N0} ms, p99 {lag.P99:N0} ms");
        var accepting = await measurement.RunAsync(service, RequestShape.Alone, new ClosedLoop(), cancellationToken);
        await DrainAsync(receiver, cancellationToken);
        return new Round(accepting, lag);
    }

    /// <summary>Waits until the healthy one has everything.</summary>
    private async Task DrainAsync(Uri receiver, CancellationToken cancellationToken)
    {
        await service.DrainAsync(cancellationToken);
        var (last, since) = (-1L, Stopwatch.StartNew());
        while (true)
        {
            var taken = (await WatchedAsync(receiver, cancellationToken))!.Taken;
            if (taken >= service.Target.Tally.Accepted - acceptedBefore)
                return;
            if (taken != last)
                since.Restart();
            last = taken;
            if (since.Elapsed > StandstillLimit)
                throw new InvalidOperationException($"The healthy destination got {taken:N0} events of {service.Target.Tally.Accepted - acceptedBefore:N0}, and no more.");
            await Task.Delay(Between, cancellationToken);
        }
    }

    private void Add(string what, List<Round> rounds) => table.Add(
        what, rounds.Median(round => round.Accepting.EventsPerSecond).As("N0"), rounds.Median(round => round.Accepting.CpuPerEvent).As("0.0"),
        rounds.Median(round => round.Lag.P50).As("N0"), rounds.Median(round => round.Lag.P99).As("N0"));

    private sealed record Round(LoadFigures Accepting, Watched Lag);
}
