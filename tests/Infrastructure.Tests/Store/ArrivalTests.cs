using CsCheck;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>Order of arrival, batches and repetitions do not change what is stored.</summary>
[Collection(StoreTests.Name)]
public class ArrivalTests(TestStores stores)
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task However_events_arrive_the_store_holds_what_the_sorted_events_say(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        await Arrivals.Some.SampleAsync(
            async arrivals =>
            {
                IReadOnlyList<Site> sites = [await store.NewSiteAsync(), await store.NewSiteAsync()];
                var writer = new EventWriter(store, TimeProvider.System);
                foreach (var batches in arrivals.ToBatches(sites).Chunk(2))
                    await writer.StoreAsync(batches, CancellationToken.None);

                (await Arrivals.StoredAsync(store, sites)).ShouldBe(arrivals.Expected(sites));
            },
            iter: 40, threads: 1);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Writers_that_store_at_the_same_time_store_the_same(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        await Arrivals.Some.SampleAsync(
            async arrivals =>
            {
                IReadOnlyList<Site> sites = [await store.NewSiteAsync(), await store.NewSiteAsync()];
                var batches = arrivals.ToBatches(sites);
                await Task.WhenAll(Enumerable.Range(0, 4).Select(async number =>
                {
                    var writer = new EventWriter(store, TimeProvider.System);
                    // A batch in eight comes to two writers, as when a broker brings it again.
                    foreach (var (index, batch) in batches.Index().Where(one => one.Index % 4 == number || one.Index % 32 == number + 1))
                        await Task.Run(() => writer.StoreAsync([batch], CancellationToken.None));
                }));

                (await Arrivals.StoredAsync(store, sites)).ShouldBe(arrivals.Expected(sites));
            },
            iter: 12, threads: 1);
    }
}
