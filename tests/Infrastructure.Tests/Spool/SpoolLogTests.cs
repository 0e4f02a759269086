using Tracking.Application.Collect;

namespace Tracking.Infrastructure.Tests.Spool;

public sealed class SpoolLogTests : IDisposable
{
    /// <summary>Where the record of "first" ends: head, the first byte of what is compressed, and the text, which is too short to become less.</summary>
    private static readonly int FirstEnds = 8 + 1 + "first".Length;

    private readonly SpoolFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_written_is_read_in_order()
    {
        using var spool = folder.Open();
        await spool.WriteAsync("first");
        await spool.WriteAsync("second");

        spool.TakeAll().ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task What_is_not_stored_is_read_by_the_next_process_in_order()
    {
        using (var spool = folder.Open())
        {
            await spool.WriteAsync("first");
            await spool.WriteAsync("second");
        }

        using (var spool = folder.Open())
            await spool.WriteAsync("third");

        folder.Recovered().ShouldBe(["first", "second", "third"]);
    }

    [Fact]
    public async Task A_file_with_something_left_to_store_stays_as_it_is()
    {
        using (var spool = folder.Open())
        {
            await spool.WriteAsync("first");
            await spool.WriteAsync("second");
        }

        using (var spool = folder.Open())
            spool.Complete(spool.TakeRecords()[0]);

        folder.Recovered().ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task A_file_whose_records_are_all_stored_is_deleted()
    {
        using (var spool = folder.Open())
        {
            await spool.WriteAsync("first");
            await spool.WriteAsync("second");
        }

        using var next = folder.Open();
        foreach (var record in next.TakeRecords().Reverse())
            next.Complete(record);

        folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_file_makes_way_for_another_and_is_deleted_once_stored()
    {
        using var spool = folder.Open();
        await spool.WriteAsync(SpoolReading.Noise(17 * 1_048_576), CancellationToken.None);
        await spool.WriteAsync("next");
        var before = folder.Files.Count;
        spool.Complete(spool.TakeRecords()[0]);

        (before, folder.Files.Count).ShouldBe((2, 1));
    }

    [Fact]
    public async Task A_file_that_ends_within_its_last_record_gives_the_records_before()
    {
        var whole = await WrittenAsync("first", "the last one");
        for (var length = FirstEnds; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(folder.Files.Single(), whole[..length]);

            folder.Recovered().ShouldBe(["first"], $"cut after {length} of {whole.Length} bytes");
        }
    }

    [Fact]
    public async Task A_file_that_ends_within_its_first_record_is_nothing()
    {
        var whole = await WrittenAsync("first");
        for (var length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, "000000000001.spool"), whole[..length]);

            folder.Recovered().ShouldBeEmpty($"cut after {length} of {whole.Length} bytes");
        }
    }

    [Fact]
    public async Task A_record_of_which_any_byte_was_changed_is_not_believed()
    {
        var whole = await WrittenAsync("first", "the last one");
        for (var at = FirstEnds; at < whole.Length; at++)
        {
            foreach (var mask in new byte[] { 0x01, 0x80, 0xFF })
            {
                var damaged = whole.ToArray();
                damaged[at] ^= mask;
                await File.WriteAllBytesAsync(folder.Files.Single(), damaged);

                folder.Recovered().ShouldBe(["first"], $"byte {at} changed by {mask:x2}");
            }
        }
    }

    [Fact]
    public async Task A_file_that_was_damaged_before_its_last_record_is_kept_aside_once_its_readable_records_are_stored()
    {
        var whole = await WrittenAsync("first", "second", "third");
        whole[FirstEnds + 8] ^= 0x01;
        await File.WriteAllBytesAsync(folder.Files.Single(), whole);

        folder.Recovered().ShouldBe(["first", "third"]);
        CompleteAll();

        folder.Files.Single().ShouldEndWith(".damaged");
        File.ReadAllBytes(folder.Files.Single()).ShouldBe(whole);
    }

    [Fact]
    public async Task A_damaged_file_that_was_kept_is_not_overwritten_by_the_next_one()
    {
        for (var times = 1; times <= 3; times++)
        {
            var whole = await WrittenAsync($"first {times}", "second");
            whole[8] ^= 0x01;
            await File.WriteAllBytesAsync(NewestSpoolFile, whole);
            CompleteAll();

            folder.Files.Count(file => file.EndsWith(".damaged", StringComparison.Ordinal)).ShouldBe(times, string.Join(' ', folder.Files));
        }
    }

    [Fact]
    public async Task A_file_whose_record_seems_to_go_on_past_its_end_is_kept_aside_unless_it_is_the_newest()
    {
        var whole = await WrittenAsync("first", "second", "third");
        // The length of the second record: what a write that was cut off leaves looks the same.
        whole[FirstEnds + 2] ^= 0x80;
        var older = folder.Files.Single();
        await File.WriteAllBytesAsync(older, whole);
        using (var spool = folder.Open())
            await spool.WriteAsync("newer");

        CompleteAll();

        folder.Files.ShouldBe([older + ".damaged"]);
        File.ReadAllBytes(folder.Files.Single()).ShouldBe(whole);
    }

    [Theory]
    [InlineData(8, new[] { "first", "third" })]
    [InlineData(3, new[] { "first" })]
    public async Task A_record_that_is_damaged_while_it_waits_is_not_believed_and_its_file_is_kept(int at, string[] read)
    {
        using (var spool = folder.Open())
        {
            foreach (var batch in new[] { "first", "second", "third" })
                await spool.WriteAsync(batch);
            await using (var file = new FileStream(folder.Files.Single(), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
                // The second one's first byte, or its length, with which the third one is lost as well.
                file.Position = FirstEnds + at;
                file.WriteByte(0x7F);
            }

            spool.TakeAll().ShouldBe(read);
        }

        CompleteAll();
        folder.Files.Single().ShouldEndWith(".damaged");
    }

    [Fact]
    public async Task Records_that_wait_cost_no_memory()
    {
        const int many = 200_000;
        var record = await WrittenAsync("alone");
        await using (var file = File.Create(NewestSpoolFile))
        {
            for (var count = 0; count < many; count++)
                file.Write(record);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        using var spool = folder.Open();
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;

        (cost / many).ShouldBe(0, $"{cost} bytes");
        var read = 0;
        for (; spool.TryTake(out var next); read++)
            spool.Complete(next);
        read.ShouldBe(many);
        folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_written_after_a_torn_record_is_found()
    {
        var whole = await WrittenAsync("first", "torn");
        await File.WriteAllBytesAsync(folder.Files.Single(), whole[..^1]);
        using (var spool = folder.Open())
            await spool.WriteAsync("after");

        folder.Recovered().ShouldBe(["first", "after"]);
    }

    [Fact]
    public async Task A_full_spool_takes_nothing_more()
    {
        using var spool = folder.Open(maxBytes: 100);
        await spool.WriteAsync(SpoolReading.Noise(60), CancellationToken.None);

        await Should.ThrowAsync<NotDurableException>(() => spool.WriteAsync(SpoolReading.Noise(60), CancellationToken.None));
        spool.TakeRecords().Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_an_earlier_process_left_counts_towards_the_limit()
    {
        using (var spool = folder.Open())
            await spool.WriteAsync(SpoolReading.Noise(60), CancellationToken.None);

        using var next = folder.Open(maxBytes: 100);
        await Should.ThrowAsync<NotDurableException>(() => next.WriteAsync(SpoolReading.Noise(60), CancellationToken.None));
    }

    [Fact]
    public async Task A_full_spool_takes_more_once_something_is_stored()
    {
        using (var spool = folder.Open())
            await spool.WriteAsync(SpoolReading.Noise(60), CancellationToken.None);

        using var next = folder.Open(maxBytes: 100);
        next.Complete(next.TakeRecords().Single());
        await next.WriteAsync(SpoolReading.Noise(60), CancellationToken.None);

        next.TakeRecords().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_not_durable_and_may_come_back()
    {
        using (var spool = folder.Open())
        {
            Directory.Delete(folder.Path);
            await Should.ThrowAsync<NotDurableException>(() => spool.WriteAsync("lost"));
            Directory.CreateDirectory(folder.Path);
            await spool.WriteAsync("kept");
        }

        folder.Recovered().ShouldBe(["kept"]);
    }

    [Fact]
    public void What_a_release_before_compression_left_is_read()
    {
        // [length][CRC-32C][bytes], as that release wrote it.
        var batch = "{\"version\":1}\n"u8;
        Directory.CreateDirectory(folder.Path);
        File.WriteAllBytes(Path.Combine(folder.Path, "000000000001.spool"), [14, 0, 0, 0, 171, 169, 76, 192, .. batch]);

        folder.Recovered().ShouldBe(["{\"version\":1}\n"]);
    }

    private async Task<byte[]> WrittenAsync(params string[] records)
    {
        using (var spool = folder.Open())
        {
            foreach (var record in records)
                await spool.WriteAsync(record);
        }

        return await File.ReadAllBytesAsync(NewestSpoolFile);
    }

    private string NewestSpoolFile => folder.Files.Last(file => file.EndsWith(".spool", StringComparison.Ordinal));

    /// <summary>As a process does that stores all it can.</summary>
    private void CompleteAll()
    {
        using var spool = folder.Open();
        foreach (var record in spool.TakeRecords())
            spool.Complete(record);
    }
}
