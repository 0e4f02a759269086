using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Tracking.Infrastructure.Store.Outbox;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Publishing;

[Collection(StoreTests.Name)]
public class OutboxLineTests(TestStores stores)
{
    private readonly FakeTimeProvider time = new(TestEvents.Noon);

    [Theory, OnSqlite, OnSqlServer]
    public async Task One_process_holds_a_line_until_it_lets_go(StoreKind kind)
    {
        var (one, other) = await NewAsync(kind);

        (await one.HoldAsync(CancellationToken.None)).ShouldBe(7);
        (await other.HoldAsync(CancellationToken.None)).ShouldBeNull();
        await one.LetGoAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(1));
        (await other.HoldAsync(CancellationToken.None)).ShouldBe(7);
        (await one.HoldAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Who_says_nothing_for_ten_seconds_has_lost_it_and_cannot_move_it_any_more(StoreKind kind)
    {
        var (one, other) = await NewAsync(kind);
        await one.HoldAsync(CancellationToken.None);
        (await one.AdvanceAsync(8, CancellationToken.None)).ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(9));
        (await other.HoldAsync(CancellationToken.None)).ShouldBeNull();
        time.Advance(TimeSpan.FromSeconds(2));

        (await other.HoldAsync(CancellationToken.None)).ShouldBe(8);
        (await other.AdvanceAsync(20, CancellationToken.None)).ShouldBeTrue();
        (await one.AdvanceAsync(9, CancellationToken.None)).ShouldBeFalse();
        (await one.HoldAsync(CancellationToken.None)).ShouldBeNull();
        (await other.HoldAsync(CancellationToken.None)).ShouldBe(20);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Who_holds_it_keeps_it_by_asking_again(StoreKind kind)
    {
        var (one, other) = await NewAsync(kind);
        for (var i = 0; i < 10; i++)
        {
            (await one.HoldAsync(CancellationToken.None)).ShouldBe(7);
            (await other.HoldAsync(CancellationToken.None)).ShouldBeNull();
            time.Advance(TimeSpan.FromSeconds(4));
        }
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_was_not_committed_has_not_gone_out(StoreKind kind)
    {
        var (one, _) = await NewAsync(kind);
        await one.HoldAsync(CancellationToken.None);
        var store = await stores.OfAsync(kind);
        await using (var db = store.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            (await one.AdvanceAsync(db, 8, CancellationToken.None)).ShouldBeTrue();
        }

        (await one.HoldAsync(CancellationToken.None)).ShouldBe(7);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Who_works_for_long_keeps_it(StoreKind kind)
    {
        var (one, other) = await NewAsync(kind);
        await one.HoldAsync(CancellationToken.None);
        var work = new TaskCompletionSource<int>();
        var held = one.WhileHeldAsync(_ => work.Task, CancellationToken.None);
        for (var i = 0; i < 6; i++)
        {
            // The renewal is written before the next few seconds pass.
            time.Advance(TimeSpan.FromSeconds(4));
            var until = (time.GetUtcNow() + TimeSpan.FromSeconds(10)).ToUnixTimeMilliseconds();
            await Destinations.ForwardingService.UntilAsync("it is renewed", async () => await UntilMsAsync(kind) >= until);
        }

        (await other.HoldAsync(CancellationToken.None)).ShouldBeNull();
        work.SetResult(3);
        (await held).ShouldBe(3);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Who_has_lost_it_is_told_to_end_and_is_waited_for(StoreKind kind)
    {
        var name = $"lost {Guid.CreateVersion7()}";
        var (one, _) = await NewAsync(kind, name);
        await one.HoldAsync(CancellationToken.None);
        var (told, work) = (new TaskCompletionSource(), new TaskCompletionSource<int>());
        var held = one.WhileHeldAsync(
            lost =>
            {
                lost.Register(told.SetResult);
                return work.Task;
            },
            CancellationToken.None);
        var store = await stores.OfAsync(kind);
        await using (var db = store.CreateDbContext())
        {
            var (another, until) = (Guid.CreateVersion7(), time.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds());
            await db.OutboxLines.Where(row => row.Name == name).ExecuteUpdateAsync(set => set.SetProperty(row => row.Holder, another).SetProperty(row => row.HeldUntilMs, until));
        }

        await Destinations.ForwardingService.UntilAsync("it is told", () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(told.Task.IsCompleted);
        });
        held.IsCompleted.ShouldBeFalse();
        work.SetResult(3);
        (await held).ShouldBe(3);
    }

    private async Task<long> UntilMsAsync(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        await using var db = store.CreateDbContext();
        return db.OutboxLines.Where(row => row.Name.StartsWith("line ")).OrderByDescending(row => row.Name).Select(row => row.HeldUntilMs).First();
    }

    private async Task<(OutboxLine One, OutboxLine Other)> NewAsync(StoreKind kind, string? name = null)
    {
        var store = await stores.OfAsync(kind);
        name ??= $"line {Guid.CreateVersion7()}";
        await using var db = store.CreateDbContext();
        db.OutboxLines.Add(new OutboxLineRow { Name = name, Position = 7 });
        await db.SaveChangesAsync();
        return (new OutboxLine(name, store, time), new OutboxLine(name, store, time));
    }
}
