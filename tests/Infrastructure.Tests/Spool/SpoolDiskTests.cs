using Microsoft.Extensions.Time.Testing;
using Tracking.Application.Collect;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Tests.Spool;

/// <summary>A disk that does not answer, or only now and then.</summary>
public sealed class SpoolDiskTests : IDisposable
{
    private readonly SpoolFolder folder = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Who_waits_for_a_disk_that_does_not_answer_is_told_and_what_it_wrote_at_last_counts_for_nothing()
    {
        using var answers = new ManualResetEventSlim();
        var flushes = 0;
        folder.Disk = new SpoolDisk(time)
        {
            Flush = file =>
            {
                if (Interlocked.Increment(ref flushes) == 1)
                    answers.Wait();
                RandomAccess.FlushToDisk(file);
            },
        };
        using (var spool = folder.Open())
        {
            var stuck = spool.WriteAsync("stuck");
            while (Volatile.Read(ref flushes) == 0)
                await Task.Yield();
            time.Advance(SpoolDisk.Patience);
            await Should.ThrowAsync<NotDurableException>(() => stuck);
            await Should.ThrowAsync<NotDurableException>(() => spool.WriteAsync("refused at once"));
            spool.CanWrite().ShouldBeFalse();

            answers.Set();
            while (folder.Disk.IsStuck)
                await Task.Yield();
            await spool.WriteAsync("kept");
            spool.CanWrite().ShouldBeTrue();
            spool.TakeAll().ShouldBe(["kept"]);
        }

        folder.Recovered().ShouldBe(["kept"]);
    }

    [Fact]
    public async Task Files_whose_folder_cannot_be_flushed_do_not_pile_up()
    {
        folder.Disk = new SpoolDisk(time) { FlushFolder = _ => throw new IOException("It does not work.") };
        using var spool = folder.Open();
        for (var tries = 0; tries < 3; tries++)
            await Should.ThrowAsync<NotDurableException>(() => spool.WriteAsync("lost"));

        folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task While_one_asks_whether_a_batch_finds_room_others_are_told_no()
    {
        using var answers = new ManualResetEventSlim();
        using var asked = new ManualResetEventSlim();
        folder.Disk = new SpoolDisk(time)
        {
            Flush = _ =>
            {
                asked.Set();
                answers.Wait();
            },
        };
        using var spool = folder.Open();
        var first = Task.Run(() => folder.Disk.TakesBatch(folder.Path));
        asked.Wait();
        folder.Disk.TakesBatch(folder.Path).ShouldBeFalse();
        answers.Set();

        (await first).ShouldBeTrue();
        folder.Files.ShouldBeEmpty();
    }
}
