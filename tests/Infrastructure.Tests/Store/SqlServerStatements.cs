using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.SqlServer;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>
/// A store on SQL Server without a server: it notes what is sent to it and answers that there are no rows. So T-SQL is held to the
/// grammar and to the schema also where no server runs.
/// </summary>
internal sealed class SqlServerStatements : IDbContextFactory<TrackingContext>
{
    private readonly DbContextOptions<SqlServerTrackingContext> options;
    private readonly ConcurrentQueue<SentStatement> sent = new();

    public SqlServerStatements() => options = new DbContextOptionsBuilder<SqlServerTrackingContext>()
        .UseSqlServer("Server=none")
        .AddInterceptors(new NoConnection(), new Notes(sent))
        .Options;

    /// <summary>What was sent so far.</summary>
    public IReadOnlyCollection<SentStatement> Sent => sent;

    public TrackingContext CreateDbContext() => new SqlServerTrackingContext(options);

    private sealed class NoConnection : DbConnectionInterceptor
    {
        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            new(InterceptionResult.Suppress());

        public override ValueTask<InterceptionResult> ConnectionClosingAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => new(InterceptionResult.Suppress());
    }

    private sealed class Notes(ConcurrentQueue<SentStatement> sent) : DbCommandInterceptor
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

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            sent.Enqueue(new SentStatement(
                command.CommandText,
                [.. command.Parameters.Cast<SqlParameter>().Select(parameter => $"{parameter.ParameterName} {TypeOf(parameter)}")]));
            var none = new DataTable();
            foreach (var column in Columns)
                none.Columns.Add(column, typeof(object));
            return new(InterceptionResult<DbDataReader>.SuppressWithResult(none.CreateDataReader()));
        }

        private static string TypeOf(SqlParameter parameter) =>
            parameter.SqlDbType is SqlDbType.NVarChar ? "nvarchar(max)" : parameter.SqlDbType.ToString().ToLowerInvariant();
    }
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
