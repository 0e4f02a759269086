using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Starts;

/// <summary>A start with much in the spool, while more comes.</summary>
public class ReplayTests
{
    private static readonly int Spooled = Form.Times(20_000, 100_000);

    [Fact]
    public async Task What_lies_in_the_spool_at_a_start_is_stored_once_beside_what_is_accepted_meanwhile()
    {
        await using var installation = new Installation();
        var process = await installation.StartEmbedded().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        long stored;
        await using (await installation.Store.LockAsync())
        {
            stored = await installation.Store.EventsAsync();
            await load.PromisesMoreAsync(Spooled, seconds: Form.Times(120, 900));
            await process.KillAsync();
            (await installation.Store.EventsAsync()).ShouldBe(stored, "all of it lies in the spool");
        }

        process = installation.StartEmbedded();
        await load.PromisesMoreAsync(500);
        process.Said.ShouldContain("wait in the spool and will be stored now");
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
        load.Promises.ShouldBeGreaterThan(Spooled);
    }
}
