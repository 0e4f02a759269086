using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Tracking.Application;
using Tracking.Application.Collect;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Breakdowns;
using Tracking.Application.Reports.Events;
using Tracking.Application.Reports.Overview;
using Tracking.Application.Reports.Quality;
using Tracking.Application.Reports.Reconciliation;
using Tracking.Application.Reports.Timeseries;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Reports;

/// <summary>What the reports would send to SQL Server, held to its grammar and to the schema.</summary>
public sealed class SqlServerReportTests
{
    private static readonly bool[] BotsOrNot = [false, true];

    private static readonly Site Site = new(1, "shop", new SiteSettings());

    private static readonly ReportRange Range = new(
        Instant.FromUtc(2026, 3, 1, 0, 0), Instant.FromUtc(2026, 3, 31, 0, 0), DateTimeZoneProviders.Tzdb["America/New_York"]);

    private static IEnumerable<IReadOnlyList<DimensionFilter>> Filters =>
    [
        [],
        .. Dimensions.All.Select(dimension => (DimensionFilter[])
        [
            .. Enum.GetValues<FilterOperator>().Select(comparison => new DimensionFilter(dimension, comparison, "value")),
            new(dimension, FilterOperator.Is, null),
            new(dimension, FilterOperator.IsNot, null),
        ]),
        [new(Dimensions.Find("title")!, FilterOperator.Is, "Home"), new(Dimensions.Find("entryPage")!, FilterOperator.IsNot, "/")],
    ];

    /// <summary>Every report, asked in every way that changes its SQL.</summary>
    private static IEnumerable<Asked> Questions =>
        from filters in Filters
        from bots in BotsOrNot
        let scope = new ReportScope(Site, Range, bots, filters)
        from question in (Asked[])
        [
            Ask(new GetOverview(scope, ComparePrevious: true)),
            Ask(new GetTimeseries(scope, ReportInterval.Day, ComparePrevious: true)),
            .. Dimensions.All.Select(dimension => Ask(new GetBreakdown(scope, dimension, 10, 20, ComparePrevious: true))),
            Ask(new GetEvents(scope, Type: null, After: null, 10)),
            Ask(new GetEvents(scope, "click", new EventCursor(1, 2), 10)),
            Ask(new GetQuality(scope)),
            Ask(new GetRejectedSamples(scope, 10)),
            Ask(new GetReconciliation(scope)),
            Ask(new ReconcileOrders(scope, [new ListedOrder("o-1", 10m, "EUR")])),
        ]
        select question;

    [Fact]
    public async Task What_reports_send_is_T_SQL_over_the_schema()
    {
        var sent = await SendAllAsync();
        var texts = sent.DistinctBy(statement => statement.Text).ToList();
        texts.Count.ShouldBeGreaterThan(100);
        texts.SelectMany(statement => TSql.Errors(statement.Text).Select(error => $"{error}\n{statement.Text}")).ShouldBeEmpty();
        TSql.Problems([.. SqlServerSchemaTests.Schema(), .. texts.Select((statement, number) => statement.AsProcedure($"report {number}"))])
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_report_is_asked()
    {
        var handled = typeof(TrackingContext).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Tracking.Infrastructure.Reports", StringComparison.Ordinal) == true)
            .SelectMany(type => type.GetInterfaces())
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IRequestHandler<,>))
            .Select(type => type.GetGenericArguments()[0]);
        Questions.Select(question => question.Type).Distinct().ShouldBe(handled, ignoreOrder: true);
    }

    [Fact]
    public void Every_dimension_has_its_column()
    {
        using var db = new SqlServerStatements().CreateDbContext();
        foreach (var dimension in Dimensions.All)
        {
            var row = dimension.Of == DimensionOf.Event ? db.Events.EntityType : db.Sessions.EntityType;
            row.FindProperty(Infrastructure.Reports.ReportSql.Column(dimension)[2..])
                .ShouldNotBeNull(dimension.Name).ClrType.ShouldBe(typeof(string));
        }
    }

    private static async Task<IReadOnlyCollection<SentStatement>> SendAllAsync()
    {
        var store = new SqlServerStatements();
        await using var services = new ServiceCollection()
            .AddSingleton<IDbContextFactory<TrackingContext>>(store)
            .AddApplication(typeof(TrackingContext).Assembly).AddSingleton<IHashKeys>(new TestKeys())
            .BuildServiceProvider();
        var mediator = services.GetRequiredService<IMediator>();
        foreach (var question in Questions)
            await question.Send(mediator);
        return store.Sent;
    }

    private static Asked Ask<TReport>(IRequest<TReport> question) => new(question.GetType(), mediator => mediator.Send(question));

    private sealed record Asked(Type Type, Func<IMediator, Task> Send);
}
