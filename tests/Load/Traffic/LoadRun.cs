using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Tracking.Load.Traffic;

/// <summary>Sends over all connections of a shape until it is stopped.</summary>
internal sealed class LoadRun : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    private readonly IPace pace;
    private readonly Tally tally;
    private readonly List<Connection> connections;
    private readonly Task senders;

    private LoadRun(Target target, RequestShape shape, IPace pace)
    {
        this.pace = pace;
        tally = target.Tally;
        connections = [.. Enumerable.Range(0, shape.Connections).Select(_ => new Connection(target.Url))];
        senders = Task.WhenAll(connections.Select((connection, number) => Task.Run(() => SendAsync(
            connection, new PageViewRequest(target.Url, target.WriteKey, shape.EventsPerRequest, number), shape.EventsPerRequest))));
    }

    /// <summary>Begins to send.</summary>
    public static LoadRun Start(Target target, RequestShape shape, IPace pace) => new(target, shape, pace);

    /// <summary>Sends nothing more, and waits for the answers that are under way; not for ever.</summary>
    public async ValueTask DisposeAsync()
    {
        pace.Stop();
        await Task.WhenAny(senders, Task.Delay(AnswerLimit));
        connections.ForEach(connection => connection.Dispose());
        await senders;
        // The last answer was read on the thread of the sockets, which must stay free.
        await Task.Yield();
    }

    private async Task SendAsync(Connection connection, PageViewRequest request, int events)
    {
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
