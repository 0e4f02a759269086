using Microsoft.EntityFrameworkCore;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>User agents that no event has. Each test has a store of its own: they are of all sites.</summary>
public sealed class UserAgentErasureTests : IAsyncLifetime
{
    private TestStore store = null!;
    private Site site = null!;

    public async Task InitializeAsync()
    {
        store = await TestStore.OnSqliteAsync();
        site = await store.NewSiteAsync();
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Theory, InlineData(1), InlineData(2), InlineData(1_000)]
    public async Task Those_that_some_event_has_stay(int eventsPerSlice)
    {
        await StoreAsync("Gone/1", "Both/1", "Gone/2", "Gone/1");
        await StoreAsync("Both/1", null, "Kept/1");
        await DeleteEventsAsync(upTo: 4);

        await EraseAsync(eventsPerSlice);

        (await KeptAsync()).ShouldBe(["Both/1", "Kept/1"]);
        await EraseAsync(eventsPerSlice);
        (await KeptAsync()).ShouldBe(["Both/1", "Kept/1"]);
    }

    [Fact]
    public async Task More_than_go_into_one_statement_are_erased_too()
    {
        await StoreAsync([.. Enumerable.Range(0, 1_100).Select(number => $"Gone/{number}")]);
        await DeleteEventsAsync(upTo: 1_100);

        await EraseAsync();

        (await KeptAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_is_erased_comes_back_with_the_next_event_that_has_it()
    {
        await StoreAsync("Gone/1");
        await DeleteEventsAsync(upTo: 1);
        await EraseAsync();

        await StoreAsync("Gone/1");

        (await KeptAsync()).ShouldBe(["Gone/1"]);
    }

    private async Task StoreAsync(params string?[] userAgents)
    {
        var events = userAgents.Select(text => (CollectedEvent)TestEvents.PageView(
            TestEvents.Header(site, Guid.NewGuid().ToString(), TimeSpan.Zero) with
            {
                Enrichment = new EventEnrichment { UserAgent = text is null ? null : new ReducedUserAgent(text, AsksForPages: false) },
            }));
        await new EventWriter(store, TimeProvider.System).StoreAsync([new EventBatch(Guid.CreateVersion7(), [.. events], [], [])], CancellationToken.None);
    }

    private async Task DeleteEventsAsync(long upTo)
    {
        await using var db = store.CreateDbContext();
        await db.Events.Where(row => row.Id <= upTo).ExecuteDeleteAsync();
    }

    private async Task EraseAsync(int eventsPerSlice = 1_000)
    {
        await using var db = store.CreateDbContext();
        await UserAgentErasure.RunAsync(db, CancellationToken.None, eventsPerSlice);
    }

    /// <summary>They, and that their number is counted right.</summary>
    private async Task<List<string>> KeptAsync()
    {
        await using var db = store.CreateDbContext();
        var kept = await db.UserAgents.Select(row => row.Text).ToListAsync();
        (await db.Numbers.SingleAsync(row => row.Name == NumberRow.UserAgents)).Value.ShouldBe(kept.Count);
        return [.. kept.Order(StringComparer.Ordinal)];
    }
}
