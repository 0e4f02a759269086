using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Tracking.Load.Traffic;

/// <summary>Sends over all connections of a shape until it is stopped.</summary>
internal sealed class LoadRun : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly IPace pace;
    private readonly Tally tally;
    private readonly Task[] senders;

    private LoadRun(Target target, RequestShape shape, IPace pace)
    {
        this.pace = pace;
        tally = target.Tally;
        senders = [.. Enumerable.Range(0, shape.Connections).Select(number => Task.Run(() => SendAsync(target, shape.EventsPerRequest, number)))];
    }

    /// <summary>Begins to send.</summary>
    public static LoadRun Start(Target target, RequestShape shape, IPace pace) => new(target, shape, pace);

    /// <summary>Sends nothing more, and waits for the answers that are under way.</summary>
    public async ValueTask DisposeAsync()
    {
        pace.Stop();
        await Task.WhenAll(senders);
        // The last answer was read on the thread of the sockets, which must stay free.
        await Task.Yield();
    }

    private async Task SendAsync(Target target, int events, int number)
    {
        var request = new PageViewRequest(target.Url, target.WriteKey, events, number);
        using var connection = new Connection(target.Url);
        while (await pace.NextAsync() is { } meant)
        {
            try
            {
                var answer = await connection.AskAsync(request.Next());
                tally.Answered(answer, events, Stopwatch.GetElapsedTime(meant));
                if (answer.Status != StatusCodes.Status202Accepted)
                    await Task.Delay(PauseAfterFailure);
            }
            catch (IOException)
            {
                tally.Unanswered(events);
                await Task.Delay(PauseAfterFailure);
            }
        }
    }
}
