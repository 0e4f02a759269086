using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Reports;

/// <summary>Puts events into a store by the way that the workers take.</summary>
internal static class SeededSite
{
    /// <summary>Stores the events in the given order, in some batches, for a site of their own.</summary>
    public static async Task<Site> SeedAsync(this TestStore store, IReadOnlyList<Happening> events)
    {
        var site = await store.NewSiteAsync();
        await store.AddAsync(site, events);
        return site;
    }

    /// <summary>Stores more events of a site.</summary>
    public static async Task AddAsync(this TestStore store, Site site, IReadOnlyList<Happening> events)
    {
        var writer = new EventWriter(store, TimeProvider.System);
        foreach (var batch in events.Chunk(Math.Max(1, (events.Count + 1) / 2)))
        {
            await writer.StoreAsync(
                [new EventBatch(Guid.CreateVersion7(), [.. batch.Select(one => one.ToDomain(site.Id, site.Name))], [], [])],
                CancellationToken.None);
        }
    }
}
