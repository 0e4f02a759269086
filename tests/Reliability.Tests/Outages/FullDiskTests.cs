using System.Security.Cryptography;
using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Outages;

/// <summary>No room for what is accepted.</summary>
public class FullDiskTests
{
    private const int Padding = 1_000;

    [Fact]
    public async Task While_the_spool_is_full_senders_are_told_to_come_back_and_what_was_promised_is_stored_once()
    {
        await using var installation = new Installation();
        await installation.StartEmbedded(("Spool__MaxBytes", "1048576")).ReadyAsync();
        await using var load = EventLoad.Start(installation.Url, Padding);
        await load.PromisesMoreAsync(50);
        await using (await installation.Store.LockAsync())
            await load.RefusesMoreAsync(20);

        await load.PromisesMoreAsync(200);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
    }

    [SmallDiskFact]
    public async Task While_the_disk_is_full_senders_are_told_to_come_back_and_what_was_promised_is_stored_once()
    {
        using var disk = new SmallDisk();
        await using var installation = new Installation(folder: disk.Folder);
        await installation.StartEmbedded().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url, Padding);
        await load.PromisesMoreAsync(50);
        disk.Fill();
        await load.RefusesMoreAsync(20);
        disk.MakeRoom();

        await load.PromisesMoreAsync(200);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
    }

    [SmallDiskFact]
    public async Task What_a_write_left_that_found_no_room_is_not_taken_for_damage_after_a_kill()
    {
        using var disk = new SmallDisk();
        await using var installation = new Installation(folder: disk.Folder);
        var process = await installation.StartEmbedded().ReadyAsync();
        await using var load = EventLoad.Start(installation.Url, Padding);
        await load.PromisesMoreAsync(50);
        await using (await installation.Store.LockAsync())
        {
            await load.PromisesMoreAsync(50);
            disk.Fill();
            await load.RefusesMoreAsync(20);
            disk.MakeRoom();
            // Into another file, beside which the one of the failed write is an older one.
            await load.PromisesMoreAsync(50);
            await process.KillAsync();
        }

        process = await installation.StartEmbedded().ReadyAsync();
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
        process.Said.ShouldNotContain("was damaged");
    }

    [SmallDiskFact]
    public async Task While_a_batch_finds_no_room_the_process_is_not_ready_although_a_few_bytes_do()
    {
        using var disk = new SmallDisk();
        await using var installation = new Installation(folder: disk.Folder);
        await installation.StartEmbedded().ReadyAsync();
        disk.Fill(but: 262_144);
        // Digits at random, in which compression finds nothing.
        var events = Enumerable.Range(0, 200).Select(_ =>
            $$$"""{"type":"page_view","properties":{"url":"https://shop.example/{{{Digits(900)}}}","title":"{{{Digits(250)}}}"}}""");
        (await Http.StatusAsync($"{installation.Url}/v1/events", Installation.WriteKey, $$"""{"events":[{{string.Join(',', events)}}]}""")).ShouldBe(503);
        (await Http.StatusAsync($"{installation.Url}/health/ready")).ShouldBe(503);
        disk.MakeRoom();
        (await Http.StatusAsync($"{installation.Url}/health/ready")).ShouldBe(200);
    }

    private static string Digits(int bytes) => Convert.ToHexString(RandomNumberGenerator.GetBytes(bytes));
}
