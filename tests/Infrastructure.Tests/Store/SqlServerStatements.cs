using System.Collections.Concurrent;
using System.Data;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.SqlServer;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>
/// A store on SQL Server without a server: it notes what is sent to it and answers what <see cref="InsertedRows"/> makes of it. So T-SQL
/// is held to the grammar and to the schema also where no server runs.
/// </summary>
/// <param name="maxBatchSize">The setting <c>Storage__SqlServer__MaxBatchSize</c>.</param>
internal sealed class SqlServerStatements(int maxBatchSize = 42) : IDbContextFactory<TrackingContext>
{
    // Raw SQL is read by column name: here is every name that a report asks for.
    private static readonly string[] Columns =
    [
        .. typeof(TrackingContext).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Tracking.Infrastructure.Reports", StringComparison.Ordinal) == true)
            .SelectMany(type => type.GetProperties())
            .Concat(typeof(Infrastructure.Store.Events.EventRow).GetProperties())
            .Select(property => property.Name)
            .Distinct(),
    ];

    private readonly ConcurrentQueue<SentStatement> sent = new();
    private InsertedRows? rows;

    /// <summary>What was sent so far.</summary>
    public IReadOnlyCollection<SentStatement> Sent => sent;

    public TrackingContext CreateDbContext()
    {
        var db = new SqlServerTrackingContext(new DbContextOptionsBuilder<SqlServerTrackingContext>()
            .UseSqlServer(new ServerlessConnection(Answer), contextOwnsConnection: true, server => server.MaxBatchSize(maxBatchSize)).Options);
        rows ??= new InsertedRows(db.Model, Columns);
        return db;
    }

    /// <summary>Lets it hold some rows; what that sends is not noted.</summary>
    public async Task HoldAsync(params object[] held)
    {
        await using var db = CreateDbContext();
        db.AddRange(held);
        await db.SaveChangesAsync();
        sent.Clear();
    }

    private DataTableReader Answer(SqlCommand command)
    {
        sent.Enqueue(new SentStatement(
            command.CommandText,
            [.. command.Parameters.Cast<SqlParameter>().Select(parameter => $"{parameter.ParameterName} {TypeOf(parameter)}")]));
        return rows!.Answer(command);
    }

    private static string TypeOf(SqlParameter parameter) => parameter.SqlDbType is SqlDbType.NVarChar or SqlDbType.VarBinary
        ? $"{parameter.SqlDbType}(max)"
        : parameter.SqlDbType.ToString();
}

/// <summary>A statement as it was sent.</summary>
/// <param name="Text">T-SQL.</param>
/// <param name="Parameters">Name and type of each.</param>
internal sealed record SentStatement(string Text, IReadOnlyList<string> Parameters)
{
    /// <summary>The statement as a procedure, which a model of the schema can check.</summary>
    public string AsProcedure(string name) =>
        $"CREATE PROCEDURE [{name}] {string.Join(", ", Parameters.Select(one => one.StartsWith('@') ? one : $"@{one}"))} AS {Text}";
}
