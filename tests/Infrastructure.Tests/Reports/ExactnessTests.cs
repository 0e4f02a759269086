using NodaTime;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Breakdowns;
using Tracking.Application.Reports.Overview;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Reports;

/// <summary>Where stores are inexact, or differ, unless told otherwise.</summary>
[Collection(StoreTests.Name)]
public sealed class ExactnessTests(TestStores stores)
{
    private static readonly ReportRange FirstDay = new(Instant.FromUnixTimeMilliseconds(0), Instant.FromUnixTimeMilliseconds(86_400_000), DateTimeZone.Utc);

    [Theory, OnSqlite, OnSqlServer]
    public async Task Revenue_is_exact_beyond_64_bits_of_millionths(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var site = await store.SeedAsync([.. Enumerable.Range(0, 20).Select(number => new Happening(number, "v1", "transaction", number, 0)
        {
            OrderId = $"{(char)('a' + number)}", Value = 999_999_999_999.999999m,
        })]);

        var metrics = (await store.Mediator.Send(new GetOverview(About(site), ComparePrevious: false))).Metrics;

        metrics.Transactions.ShouldBe(20);
        metrics.Revenue.ShouldBe([new Revenue("EUR", 19_999_999_999_999.99998m)]);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Values_that_differ_in_case_accents_or_trailing_blanks_are_rows_of_their_own(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        string[] titles = ["Home", "home", "Home ", "Hôme", "Home\u200b", "ﬁ", "fi", "😀", "\uffee"];
        var site = await store.SeedAsync([.. titles.Select((title, number) => View(number, title))]);

        var report = await store.Mediator.Send(new GetBreakdown(About(site), Dimensions.Find("title")!, 100, 0, ComparePrevious: false));

        // By value: in the order of code points.
        report.Rows.Select(row => row.Value).ShouldBe(["Home", "Home ", "Home\u200b", "Hôme", "fi", "home", "ﬁ", "\uffee", "😀"]);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Contains_ignores_the_case_of_every_alphabet_and_nothing_else(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        string[] titles = ["ÉTÉ à Paris", "ete", "Москва", "STRASSE", "Straße", "100%", "a_b"];
        var site = await store.SeedAsync([.. titles.Select((title, number) => View(number, title))]);

        async Task<IEnumerable<string?>> WithAsync(string part)
        {
            var scope = About(site) with { Filters = [new DimensionFilter(Dimensions.Find("title")!, FilterOperator.Contains, part)] };
            return (await store.Mediator.Send(new GetBreakdown(scope, Dimensions.Find("title")!, 100, 0, ComparePrevious: false))).Rows.Select(row => row.Value);
        }

        (await WithAsync("été")).ShouldBe(["ÉTÉ à Paris"]);
        (await WithAsync("москВА")).ShouldBe(["Москва"]);
        (await WithAsync("straße")).ShouldBe(["Straße"]);
        (await WithAsync("%")).ShouldBe(["100%"]);
        (await WithAsync("_")).ShouldBe(["a_b"]);
        (await WithAsync("paris ")).ShouldBeEmpty();
    }

    private static Happening View(int number, string title) =>
        new(number, "v1", "page_view", number, 0) { Place = ("shop.example", "/"), Title = title };

    private static ReportScope About(Site site) => new(site, FirstDay, IncludeBots: false, []);
}
