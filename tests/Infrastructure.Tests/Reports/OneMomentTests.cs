using Microsoft.EntityFrameworkCore;
using Tracking.Infrastructure.Reports;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Reports;

/// <summary>A report runs several statements: its figures are all of one moment.</summary>
[Collection(StoreTests.Name)]
public sealed class OneMomentTests(TestStores stores)
{
    // On SQL Server it takes a database that allows snapshots: docs/operate.
    [Theory, OnSqlite]
    public async Task What_is_stored_while_a_report_is_made_is_in_none_of_its_figures(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var site = await store.SeedAsync([View(1)]);
        await using (var report = await store.CreateForReportsAsync(CancellationToken.None))
        {
            (await report.Events.CountAsync(one => one.SiteId == site.Id)).ShouldBe(1);
            await store.AddAsync(site, [View(2), View(3)]);
            (await report.Events.CountAsync(one => one.SiteId == site.Id)).ShouldBe(1);
            (await report.Sessions.Where(one => one.SiteId == site.Id).SumAsync(one => one.Events)).ShouldBe(1);
        }

        await using var next = await store.CreateForReportsAsync(CancellationToken.None);
        (await next.Events.CountAsync(one => one.SiteId == site.Id)).ShouldBe(3);
    }

    private static Happening View(int number) => new(number, "v", "page_view", number * 1_000, 0) { Place = ("shop.example", "/") };
}
