using Tracking.Application.Reports;
using Tracking.Application.Reports.Breakdowns;
using Tracking.Application.Reports.Overview;
using Tracking.Application.Reports.Timeseries;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Reports;

/// <summary>Reports held against the plain count.</summary>
internal static class ReportsHeld
{
    /// <summary>Overview, of the range before too.</summary>
    public static async Task OverviewIsAsync(this TestStore store, Site site, Question question, IReadOnlyList<Happening> events)
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

    /// <summary>Timeseries.</summary>
    public static async Task TimeseriesIsAsync(this TestStore store, Site site, Question question, ReportInterval interval, PlainCount plain)
    {
        var report = await store.Mediator.Send(new GetTimeseries(question.About(site), interval, ComparePrevious: true));
        Same(report.Points, plain);
        Same(report.Previous!, plain.Before());
        // A point stands where its interval begins, not somewhere within.
        foreach (var start in report.Points.Select(point => point.Start.ToUnixTimeMilliseconds()))
            plain.KeyOf(interval, start - 1).ShouldNotBe(plain.KeyOf(interval, start));

        void Same(IReadOnlyList<TimeseriesPoint> actual, PlainCount expected) => actual
            .Select(point => (
                expected.KeyOf(interval, point.Start.ToUnixTimeMilliseconds()),
                (point.Visitors, point.Sessions, point.PageViews, point.Events, point.Transactions)))
            .ShouldBe(expected.Timeseries(interval).Select(pair => (pair.Key, pair.Value)), question.ToString());
    }

    /// <summary>Breakdown, whole and in part.</summary>
    public static async Task BreakdownIsAsync(this TestStore store, Site site, Question question, Dimension dimension, PlainCount plain)
    {
        var expected = plain.Breakdown(dimension);
        var asked = new GetBreakdown(question.About(site), dimension, GetBreakdown.MaxLimit, 0, ComparePrevious: true);
        var report = await store.Mediator.Send(asked);
        report.Rows.ShouldBe(expected, $"{dimension} of {question}");
        report.Total.ShouldBe(expected.Count);
        var before = plain.Before().Breakdown(dimension);
        report.Previous.ShouldBe(
            expected.Select(row => before.Find(one => one.Value == row.Value) ?? new BreakdownRow(row.Value, 0, 0, 0, 0)),
            $"before {dimension} of {question}");

        var part = await store.Mediator.Send(asked with { Limit = 2, Offset = 1 });
        part.Rows.ShouldBe(expected.Skip(1).Take(2));
        part.Previous!.Select(row => row.Value).ShouldBe(part.Rows.Select(row => row.Value));
        part.Total.ShouldBe(expected.Count);
        (await store.Mediator.Send(asked with { Offset = expected.Count + 1 })).Total.ShouldBe(expected.Count);
    }
}
