using System.Diagnostics;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
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
    private static readonly TimeSpan ShrinkFor = TimeSpan.FromMinutes(1);

    [Theory, OnSqlite, OnSqlServer]
    public async Task However_a_quarter_of_visits_reaches_two_workers_every_report_is_the_plain_count(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        await using var one = store.NewWorker(1);
        await using var other = store.NewWorker(2);
        EventWriter[] writers = [one.GetRequiredService<EventWriter>(), other.GetRequiredService<EventWriter>()];
        Quarter? failing = null;
        try
        {
            await Quarter.Some.SampleAsync(
                async quarter =>
                {
                    if (await WrongAsync(store, writers, quarter) is { } wrong)
                    {
                        failing = quarter;
                        throw wrong;
                    }
                },
                iter: Times, threads: 1, print: quarter => $"{quarter.Events.Length} events; the smallest case stands above");
        }
        catch (CsCheckException exception) when (failing is not null)
        {
            var smallest = await SmallestAsync(failing, async quarter => await WrongAsync(store, writers, quarter) is not null);
            var wrong = await WrongAsync(store, writers, smallest);
            throw new ShouldAssertException($"{smallest}\n{wrong?.Message ?? "It does not fail each time."}", exception);
        }
    }

    private static async Task<Exception?> WrongAsync(TestStore store, EventWriter[] writers, Quarter quarter)
    {
        try
        {
            var site = await store.NewSiteAsync();
            await StoreAsync(writers, quarter, site);
            foreach (var (question, intervals, breakdowns) in quarter.Asked)
            {
                var plain = new PlainCount(quarter.Events, question);
                await store.OverviewIsAsync(site, question, quarter.Events);
                foreach (var interval in intervals)
                    await store.TimeseriesIsAsync(site, question, interval, plain);
                foreach (var dimension in breakdowns)
                    await store.BreakdownIsAsync(site, question, dimension, plain);
            }

            return null;
        }
        catch (Exception exception)
        {
            return exception;
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

    /// <summary>Leaves out what the failure does not need. The samples are too few and too large to shrink each other.</summary>
    private static async Task<Quarter> SmallestAsync(Quarter failing, Func<Quarter, Task<bool>> fails)
    {
        var watch = Stopwatch.StartNew();
        failing = failing with { Asked = await FewestAsync(failing.Asked, some => fails(failing with { Asked = some })) };
        return failing with { Events = await FewestAsync(failing.Events, some => fails(failing with { Events = some })) };

        async Task<T[]> FewestAsync<T>(T[] all, Func<T[], Task<bool>> stillFails)
        {
            for (var size = (all.Length + 1) / 2; all.Length > 1; size = (size + 1) / 2)
            {
                for (var start = 0; start < all.Length && watch.Elapsed < ShrinkFor;)
                {
                    T[] some = [.. all[..start], .. all.Skip(start + size)];
                    if (some.Length > 0 && await stillFails(some))
                        all = some;
                    else
                        start += size;
                }

                if (size == 1)
                    break;
            }

            return all;
        }
    }
}
