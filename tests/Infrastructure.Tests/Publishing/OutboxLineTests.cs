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

    private async Task<(OutboxLine One, OutboxLine Other)> NewAsync(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var name = $"line {Guid.CreateVersion7()}";
        await using var db = store.CreateDbContext();
        db.OutboxLines.Add(new OutboxLineRow { Name = name, Position = 7 });
        await db.SaveChangesAsync();
        return (new OutboxLine(name, store, time), new OutboxLine(name, store, time));
    }
}
