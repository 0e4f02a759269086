using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Reports;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Reports;

/// <summary>A quarter of visits, stored by two workers that get it in any order, against the plain count.</summary>
[Collection(StoreTests.Name)]
public sealed class QuarterTests(TestStores stores)
{
    private const int Times = 5;
    private const int Clients = 4;
    private const int SecondsForSmaller = 60;

    [Theory, OnSqlite, OnSqlServer]
    public async Task However_a_quarter_of_visits_reaches_two_workers_every_report_is_the_plain_count(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        await using var one = store.NewWorker(1);
        await using var other = store.NewWorker(2);
        EventWriter[] writers = [one.GetRequiredService<EventWriter>(), other.GetRequiredService<EventWriter>()];
        try
        {
            await Quarter.Full.SampleAsync(quarter => HoldsAsync(store, writers, quarter), iter: Times, threads: 1, print: quarter => $"{quarter}");
        }
        catch (CsCheckException)
        {
            // Too few tries to shrink by: what fails in a full quarter is looked for in ever smaller ones.
            await Quarter.Small.SampleAsync(
                quarter => HoldsAsync(store, writers, quarter), time: SecondsForSmaller, threads: 1, print: quarter => $"{quarter}");
            throw;
        }
    }

    private static async Task HoldsAsync(TestStore store, EventWriter[] writers, Quarter quarter)
    {
        var site = await store.NewSiteAsync();
        await StoreAsync(writers, quarter, site);
        foreach (var question in quarter.Questions)
        {
            var plain = new PlainCount(quarter.Events, question);
            await store.OverviewIsAsync(site, question, quarter.Events);
            foreach (var interval in Enum.GetValues<ReportInterval>())
                await store.TimeseriesIsAsync(site, question, interval, plain);
            foreach (var dimension in Dimensions.All)
                await store.BreakdownIsAsync(site, question, dimension, plain);
        }

        // Of a single filter each report once, and the breakdowns in turn: by another dimension than it filters by.
        var intervals = Enum.GetValues<ReportInterval>();
        foreach (var (number, question) in quarter.Filtered.Index())
        {
            var plain = new PlainCount(quarter.Events, question);
            await store.OverviewIsAsync(site, question, quarter.Events);
            await store.TimeseriesIsAsync(site, question, intervals[number % intervals.Length], plain);
            await store.BreakdownIsAsync(site, question, Dimensions.All[(number + 7) % Dimensions.All.Count], plain);
        }
    }

    private static async Task StoreAsync(EventWriter[] writers, Quarter quarter, Site site)
    {
        var stored = await Task.WhenAll(quarter.DeliveredTo(Clients, site).Select((batches, client) => Task.Run(async () =>
        {
            var count = 0;
            foreach (var batch in batches)
                count += await writers[client % writers.Length].StoreAsync([batch], CancellationToken.None);
            return count;
        })));
        stored.Sum().ShouldBe(quarter.Events.Length);
    }
}
