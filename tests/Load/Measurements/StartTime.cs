using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Tracking.Load.Results;
using Tracking.Load.Running;
using Tracking.Load.Traffic;

namespace Tracking.Load.Measurements;

/// <summary>Row 6: from the start of the process that takes events to its first 202, with a database that the rows before filled.</summary>
internal sealed class StartTime(Installation service)
{
    private const int Starts = 5;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Measures it.</summary>
    public async Task RunAsync(FigureTable table, CancellationToken cancellationToken)
    {
        var milliseconds = new List<double>();
        for (var number = 1; number <= Starts; number++)
        {
            await service.StopAcceptingAsync();
            milliseconds.Add((await StartAsync(service, cancellationToken)).TotalMilliseconds);
            Progress.Say($"{service.Name}: first 202 after {milliseconds[^1]:N0} ms");
        }

        table.Add(
            "6",
            service,
            "ms from process start to first 202",
            Goals.Start(service.Mode).Judge(milliseconds.At(0.5)),
            $"median of {Starts}; {milliseconds.Min():N0} to {milliseconds.Max():N0}; "
                + $"database of {service.Target.Tally.Accepted:N0} events");
    }

    /// <summary>Starts the process that takes events.</summary>
    /// <returns>The time until its first 202.</returns>
    public static async Task<TimeSpan> StartAsync(Installation service, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        service.StartAccepting();
        var request = new PageViewRequest(service.Target.Url, service.Target.WriteKey, events: 1, connection: 0);
        using var connection = new Connection(service.Target.Url);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Limit; await Task.Delay(Between, cancellationToken))
        {
            try
            {
                var answer = await connection.AskAsync(request.Next());
                service.Target.Tally.Answered(answer, 1, watch.Elapsed);
                if (answer.Status == StatusCodes.Status202Accepted)
                    return Stopwatch.GetElapsedTime(began);
            }
            catch (IOException)
            {
                // Nobody listens yet.
            }
        }

        throw new TimeoutException($"No 202 within {Limit.TotalSeconds} s after the start.");
    }
}
