using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Crashes;

/// <summary>One process, Sqlite and the spool, killed at any moment.</summary>
public class EmbeddedCrashTests
{
    [Fact]
    public async Task What_was_promised_is_stored_once_however_often_the_process_is_killed()
    {
        await using var installation = new Installation();
        var process = await installation.StartEmbedded().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        for (var kills = Form.Times(3, 30); kills > 0; kills--)
        {
            // Every third start is killed itself, while it takes up what the last one left.
            if (kills % 3 != 2)
                await load.PromisesMoreAsync(Random.Shared.Next(20, 400));
            await Task.Delay(Random.Shared.Next(600));
            await process.KillAsync();
            process = installation.StartEmbedded();
        }

        await load.PromisesMoreAsync(100);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
        load.Unanswered.ShouldBePositive();
    }
}
