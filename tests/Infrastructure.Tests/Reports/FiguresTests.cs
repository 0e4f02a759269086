using CsCheck;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Events;
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
                await store.OverviewIsAsync(site, question, made.Events);
                foreach (var interval in Enum.GetValues<ReportInterval>())
                    await store.TimeseriesIsAsync(site, question, interval, plain);
                foreach (var dimension in Dimensions.All)
                    await store.BreakdownIsAsync(site, question, dimension, plain);
                await EventsAreAsync(store, site, question, type: null, plain);
                await EventsAreAsync(store, site, question, question.Type, plain);
            }
        },
        iter: Times,
        threads: 1,
        print: made => $"{string.Join('\n', made.Events.OrderBy(one => one.Ms))}\n{string.Join('\n', made.Questions.AsEnumerable())}");

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
