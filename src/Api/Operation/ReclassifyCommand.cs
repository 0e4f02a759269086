using Spectre.Console;
using Tracking.Api.Composition;
using Tracking.Application.Collect.Enrichment.Bots;

namespace Tracking.Api.Operation;

/// <summary>The command <c>reclassify</c>: judges stored events by today's list of programs.</summary>
internal static class ReclassifyCommand
{
    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var (app, settings) = TrackingHost.Build(args);
        await using (app)
        {
            settings.RequireDatabase();
            settings.MakeDataFolder();
            var reclassification = app.Services.GetRequiredService<IReclassification>();
            try
            {
                var summary = await AnsiConsole.Progress().Columns(
                    new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                    .StartAsync(async progress =>
                    {
                        var task = progress.AddTask("sessions and events", maxValue: 1);
                        return await reclassification.RunAsync(
                            new Shown(done => task.Value = done.Part), cancellationToken);
                    });
                Console.WriteLine($"Sessions looked at {summary.Sessions:N0}; events with other signals than before {summary.Events:N0}");
                Console.WriteLine($"Sessions that count as a program's now {summary.NowBots:N0}, that no longer do {summary.NowPeople:N0}");
                return 0;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Console.Error.WriteLine("Stopped. What was done stays; run it again to go on.");
                return 1;
            }
            catch (InvalidDataException exception)
            {
                Console.Error.WriteLine($"Nothing was judged. {exception.Message}");
                return 1;
            }
        }
    }

    // Unlike Progress<T>, at once and in order.
    private sealed class Shown(Action<ReclassificationSummary> show) : IProgress<ReclassificationSummary>
    {
        public void Report(ReclassificationSummary value) => show(value);
    }
}
