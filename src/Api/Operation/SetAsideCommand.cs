using Spectre.Console;
using Tracking.Api.Composition;
using Tracking.Application.Operation;

namespace Tracking.Api.Operation;

/// <summary>The command <c>set-aside</c>: shows accepted events that could not be stored, or stores them again and deletes what does not fit.</summary>
internal static class SetAsideCommand
{
    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(bool replays, bool deletes, string[] args, CancellationToken cancellationToken)
    {
        var (app, settings) = TrackingHost.Build(args);
        await using (app)
        {
            settings.RequireDatabase();
            settings.MakeDataFolder();
            var events = app.Services.GetRequiredService<ISetAsideEvents>();
            return replays || deletes ? await ReplayAsync(events, deletes, cancellationToken) : await ListAsync(events, cancellationToken);
        }
    }

    private static async Task<int> ListAsync(ISetAsideEvents events, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var one in events.ListAsync(cancellationToken))
        {
            Console.WriteLine($"{one.At:yyyy-MM-dd HH:mm:ss}Z  {one.Site ?? "-"}  {one.Type ?? "-"}  {one.Reason}");
            count++;
        }

        Console.WriteLine(count == 0
            ? "No event is set aside."
            : $"Events set aside: {count}. When the cause is gone: set-aside --replay");
        return 0;
    }

    private static async Task<int> ReplayAsync(ISetAsideEvents events, bool deletes, CancellationToken cancellationToken)
    {
        var summary = await AnsiConsole.Status().StartAsync("Storing", status =>
            events.ReplayAsync(deletes, new Shown(now => status.Status(WordsOf(now, deletes))), cancellationToken));
        Console.WriteLine(WordsOf(summary, deletes));
        return summary.StillAside == 0 ? 0 : 1;
    }

    private static string WordsOf(ReplaySummary summary, bool deletes) =>
        $"Stored {summary.Stored:N0}, " + (deletes ? $"deleted {summary.Deleted:N0}" : $"still aside {summary.StillAside:N0}");

    private sealed class Shown(Action<ReplaySummary> show) : IProgress<ReplaySummary>
    {
        public void Report(ReplaySummary value) => show(value);
    }
}
