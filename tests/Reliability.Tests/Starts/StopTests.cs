using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Starts;

/// <summary>A process that is told to stop while it works.</summary>
public class StopTests
{
    private const double StopsWithin = 10;

    [Fact]
    public async Task A_process_that_is_told_to_stop_ends_well_and_keeps_what_it_promised()
    {
        await using var installation = new Installation();
        var process = await installation.StartEmbedded().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        for (var stops = Form.Times(2, 10); stops > 0; stops--)
        {
            await load.PromisesMoreAsync(300);
            process.Terminate();
            (await process.ExitAsync(StopsWithin)).ShouldBe(0, process.Said);
            process = installation.StartEmbedded();
        }

        await load.PromisesMoreAsync(100);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
    }

    [Fact]
    public async Task A_process_whose_database_is_stuck_ends_by_itself_and_keeps_what_it_promised()
    {
        await using var installation = new Installation();
        var process = await installation.StartEmbedded().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url);
        await load.PromisesMoreAsync(50);
        await using (await installation.Store.LockAsync())
        {
            await load.PromisesMoreAsync(100);
            process.Terminate();
            // No exit code is asked for: what waits for Sqlite's lock cannot be called back, and is left behind.
            await process.ExitAsync(2 * StopsWithin);
        }

        await installation.StartEmbedded().ReadyAsync();
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
    }
}
