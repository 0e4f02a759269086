using CsCheck;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Breakdowns;
using Tracking.Application.Reports.Events;
using Tracking.Application.Reports.Overview;
using Tracking.Application.Reports.Timeseries;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Reports;

/// <summary>Every report against the plain count, on both stores.</summary>
[Collection(StoreTests.Name)]
public sealed class FiguresTests(TestStores stores)
{
    private const int Times = 60;

    [Theory, OnSqlite, OnSqlServer]
    public Task Every_report_is_the_plain_count(StoreKind kind) => Happenings.WithQuestions.SampleAsync(
        async made =>
        {
            var store = await stores.OfAsync(kind);
            var site = await store.SeedAsync(made.Events);
            foreach (var question in made.Questions)
            {
                var plain = new PlainCount(made.Events, question);
                await OverviewIsAsync(store, site, question, made.Events);
                foreach (var interval in Enum.GetValues<ReportInterval>())
                    await TimeseriesIsAsync(store, site, question, interval, plain);
                foreach (var dimension in Dimensions.All)
                    await BreakdownIsAsync(store, site, question, dimension, plain);
                await EventsAreAsync(store, site, question, type: null, plain);
                await EventsAreAsync(store, site, question, question.Type, plain);
            }
        },
        iter: Times,
        threads: 1,
        print: made => $"{string.Join('\n', made.Events.OrderBy(one => one.Ms))}\n{string.Join('\n', made.Questions.AsEnumerable())}");

    private static async Task OverviewIsAsync(TestStore store, Site site, Question question, Happening[] events)
    {
        var report = await store.Mediator.Send(new GetOverview(question.About(site), ComparePrevious: true));
        Same(report.Metrics, new PlainCount(events, question).Overview(), question);
        Same(report.Previous!, new PlainCount(events, question with { Range = question.Range.Previous() }).Overview(), question);

        static void Same(OverviewMetrics actual, OverviewMetrics expected, Question question)
        {
            (actual with { Revenue = [], AverageSessionSeconds = null, BounceRate = null })
                .ShouldBe(expected with { Revenue = [], AverageSessionSeconds = null, BounceRate = null }, question.ToString());
            actual.Revenue.ShouldBe(expected.Revenue, question.ToString());
            (actual.AverageSessionSeconds ?? -1).ShouldBe(expected.AverageSessionSeconds ?? -1, 1e-9, question.ToString());
            (actual.BounceRate ?? -1).ShouldBe(expected.BounceRate ?? -1, 1e-9, question.ToString());
        }
    }

    private static async Task TimeseriesIsAsync(TestStore store, Site site, Question question, ReportInterval interval, PlainCount plain)
    {
        var report = await store.Mediator.Send(new GetTimeseries(question.About(site), interval));
        var expected = plain.Timeseries(interval);
        var points = report.Points.Select(point => (
            plain.KeyOf(interval, point.Start.ToUnixTimeMilliseconds()),
            (point.Visitors, point.Sessions, point.PageViews, point.Events, point.Transactions)));
        points.ShouldBe(expected.Select(pair => (pair.Key, pair.Value)), question.ToString());
        // A point stands where its interval begins, not somewhere within.
        foreach (var start in report.Points.Select(point => point.Start.ToUnixTimeMilliseconds()))
            plain.KeyOf(interval, start - 1).ShouldNotBe(plain.KeyOf(interval, start));
    }

    private static async Task BreakdownIsAsync(TestStore store, Site site, Question question, Dimension dimension, PlainCount plain)
    {
        var expected = plain.Breakdown(dimension);
        var asked = new GetBreakdown(question.About(site), dimension, GetBreakdown.MaxLimit, 0);
        var report = await store.Mediator.Send(asked);
        report.Rows.ShouldBe(expected, $"{dimension} of {question}");
        report.Total.ShouldBe(expected.Count);

        var part = await store.Mediator.Send(asked with { Limit = 2, Offset = 1 });
        part.Rows.ShouldBe(expected.Skip(1).Take(2));
        part.Total.ShouldBe(expected.Count);
        (await store.Mediator.Send(asked with { Offset = expected.Count + 1 })).Total.ShouldBe(expected.Count);
    }

    private static async Task EventsAreAsync(TestStore store, Site site, Question question, string? type, PlainCount plain)
    {
        var expected = plain.Events(type);
        var seen = new List<(long Ms, string MessageId)>();
        EventCursor? cursor = null;
        do
        {
            var page = await store.Mediator.Send(new GetEvents(question.About(site), type, cursor, 7));
            page.Events.Count.ShouldBeLessThanOrEqualTo(7);
            seen.AddRange(page.Events.Select(one => (one.Timestamp.ToUnixTimeMilliseconds(), one.MessageId)));
            cursor = page.NextCursor is { } next ? EventCursor.Read(next).ShouldNotBeNull() : null;
        }
        while (cursor is not null);
        seen.Select(one => one.Ms).ShouldBe(expected.Select(one => one.Ms), question.ToString());
        seen.Order().ShouldBe(expected.Order(), question.ToString());
    }
}
