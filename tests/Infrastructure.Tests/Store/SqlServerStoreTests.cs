using Microsoft.EntityFrameworkCore;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.SqlServer;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>What the program would send to SQL Server, reports apart, held to its grammar, to the schema and to a server's limits.</summary>
public sealed class SqlServerStoreTests
{
    // 2,100, of which the statement itself and its parameters' types are two.
    private const int MostParameters = 2_098;

    // The server's own, by its documentation.
    private const string GetAppLock =
        "CREATE PROCEDURE [sp_getapplock] @Resource nvarchar(255), @LockMode varchar(32), @LockOwner varchar(32) = 'Transaction', " +
        "@LockTimeout int = NULL, @DbPrincipal sysname = 'public' AS RETURN 0";

    // As by default, and statement by statement as for compatible servers.
    private static readonly int[] Sizes = [1, 42];

    private static readonly Dictionary<int, Lazy<Task<SentToStore>>> ByBatchSize =
        Sizes.ToDictionary(size => size, size => new Lazy<Task<SentToStore>>(() => SendAllAsync(size, TestEvents.Noon)));

    public static TheoryData<int> BatchSizes => [.. Sizes];

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Every_statement_is_T_SQL(int maxBatchSize)
    {
        var sent = await ByBatchSize[maxBatchSize].Value;
        sent.ByMigration.ShouldNotBeEmpty();
        sent.ByMigration.Concat(sent.Later).SelectMany(statement => TSql.Errors(statement.Text).Select(error => $"{error}\n{statement.Text}"))
            .ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Every_statement_after_the_migration_fits_the_schema(int maxBatchSize) =>
        TSql.Problems([.. Schema(), .. (await ByBatchSize[maxBatchSize].Value).Later.Select((one, number) => one.AsProcedure($"statement {number}"))])
            .ShouldBeEmpty();

    [Fact]
    public void The_schema_check_sees_a_lock_that_is_asked_for_wrongly()
    {
        TSql.Problems([.. Schema(), $"CREATE PROCEDURE [right] AS {WriterLock.Sql}"]).ShouldBeEmpty();
        TSql.Problems([.. Schema(), $"CREATE PROCEDURE [wrong] AS {WriterLock.Sql.Replace("@LockOwner", "@Owner", StringComparison.Ordinal)}"])
            .ShouldNotBeEmpty();
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task No_statement_has_more_parameters_than_a_server_takes(int maxBatchSize) =>
        (await ByBatchSize[maxBatchSize].Value).Later.Max(statement => statement.Parameters.Count).ShouldBeInRange(500, MostParameters);

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Every_table_is_written(int maxBatchSize)
    {
        await using var db = new SqlServerStatements().CreateDbContext();
        (await ByBatchSize[maxBatchSize].Value).Later.SelectMany(statement => TSql.Written(statement.Text)).Distinct()
            .ShouldBe(db.Model.GetEntityTypes().Select(type => type.GetTableName()!), ignoreOrder: true);
    }

    [Theory]
    [InlineData("INSERT INTO [Events] ([Id]) VALUES (1)", "Events")]
    [InlineData("DELETE FROM [e] FROM [Events] AS [e] WHERE [e].[Id] = 1; UPDATE [Sites] SET [Name] = N''", "Events", "Sites")]
    [InlineData("IF 1 = 1 DELETE FROM [Events] FROM [Sites] AS [e]", "Events")]
    [InlineData("SELECT 1 FROM [Events]")]
    public void A_written_table_is_told_from_a_read_one(string text, params string[] written) => TSql.Written(text).ShouldBe(written);

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Stored_rows_are_added_changed_joined_and_taken_away(int maxBatchSize)
    {
        var texts = string.Join('\n', (await ByBatchSize[maxBatchSize].Value).Later.Select(statement => statement.Text));
        texts.ShouldSatisfyAllConditions(
            text => text.ShouldContain(WriterLock.Sql),
            text => text.ShouldContain("INSERT INTO [Sessions]"),
            text => text.ShouldContain("UPDATE [Sessions] SET"),
            text => text.ShouldContain($"DELETE FROM [s]{Environment.NewLine}FROM [Sessions] AS [s]"),
            text => text.ShouldContain("SET [e].[SessionId] ="),
            text => text.ShouldContain("UPDATE [Orders] SET"),
            text => text.ShouldContain("UPDATE [IntakeCounts] SET"),
            text => text.ShouldContain("UPDATE [Numbers] SET"),
            text => text.ShouldContain(maxBatchSize == 1 ? "INSERT INTO [RejectedSamples]" : "MERGE [RejectedSamples]"),
            text => text.ShouldContain(maxBatchSize == 1 ? "INSERT INTO [SiteKeys]" : "MERGE [SiteKeys]"));
    }

    // A server keeps a plan by its text, and EF what it made of a query: a moment in the text makes it another one every time.
    [Fact]
    public async Task Another_time_sends_the_same_texts() =>
        (await SendAllAsync(42, TestEvents.Noon.AddDays(1))).Later.Select(statement => statement.Text)
            .Except((await ByBatchSize[42].Value).Later.Select(statement => statement.Text)).ShouldBeEmpty();

    [Fact]
    public void Every_class_that_opens_the_store_is_run()
    {
        var opening = typeof(TrackingContext).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Tracking.Infrastructure.Reports", StringComparison.Ordinal) == false)
            .Where(type => type.GetConstructors()
                .Any(made => made.GetParameters().Any(one => one.ParameterType == typeof(IDbContextFactory<TrackingContext>))));
        var (store, empty) = (new SqlServerStatements(), new SqlServerStatements());
        new StoreOperations(store, empty, TestEvents.Noon).All.Keys.ShouldBe(opening, ignoreOrder: true);
    }

    private static IEnumerable<string> Schema() => [.. SqlServerSchemaTests.Schema(), GetAppLock];

    private static async Task<SentToStore> SendAllAsync(int maxBatchSize, DateTimeOffset now)
    {
        var (store, empty) = (new SqlServerStatements(maxBatchSize), new SqlServerStatements(maxBatchSize));
        var operations = new StoreOperations(store, empty, now);
        await operations.HoldAsync();
        foreach (var operation in operations.All.Values)
            await operation();
        return new SentToStore([.. empty.Sent], [.. store.Sent.DistinctBy(statement => statement.Text)]);
    }

    private sealed record SentToStore(IReadOnlyList<SentStatement> ByMigration, IReadOnlyList<SentStatement> Later);
}
