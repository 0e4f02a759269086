using System.Data;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Store.Bulk;

namespace Tracking.Infrastructure.Store.SqlServer;

/// <summary>
/// Bulk copy into a permanent staging table, then one statement for all rows. Writers wait for each other (<see cref="WriterLock"/>), so
/// that the staging table is one writer's at a time, and empty when the transaction ends.
/// </summary>
internal sealed partial class SqlServerBulkWriter(SqlServerTrackingContext db) : IBulkWriter
{
    /// <summary>Fewer than the 2,100 of one statement.</summary>
    private const int MostParameters = 2_000;

    private static readonly BulkCopyTrial Trial = new();

    /// <summary>The staging table of a table.</summary>
    public static string StagingOf(string table) => $"{table}Staging";

    /// <inheritdoc/>
    public Task AddAsync<TRow>(IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class => WriteAsync(rows, replaces: false, cancellationToken);

    /// <inheritdoc/>
    public Task AddOrReplaceAsync<TRow>(IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class => WriteAsync(rows, replaces: true, cancellationToken);

    private async Task WriteAsync<TRow>(IReadOnlyList<TRow> rows, bool replaces, CancellationToken cancellationToken)
        where TRow : class
    {
        if (rows.Count == 0)
            return;
        var table = BulkTable.Of<TRow>(db);
        await StageAsync(table, rows, cancellationToken);
        await RunAsync((replaces ? UpdateSql(table) : string.Empty) + InsertSql(table), [], cancellationToken);
    }

    private static string UpdateSql(BulkTable table) =>
        $"UPDATE [{table.Name}] SET {string.Join(", ", table.Values.Select(column => $"[{column.Name}] = [new].[{column.Name}]"))} "
        + $"FROM [{table.Name}] INNER JOIN [{StagingOf(table.Name)}] AS [new] ON {SameKey(table)};\n";

    private static string InsertSql(BulkTable table) =>
        $"INSERT INTO [{table.Name}] ({List(table, string.Empty)}) SELECT {List(table, "[new].")} FROM [{StagingOf(table.Name)}] AS [new] "
        + $"WHERE NOT EXISTS (SELECT 1 FROM [{table.Name}] WHERE {SameKey(table)});\n"
        + $"DELETE FROM [{StagingOf(table.Name)}];";

    private static string SameKey(BulkTable table) =>
        string.Join(" AND ", table.Key.Select(column => $"[{table.Name}].[{column.Name}] = [new].[{column.Name}]"));

    private static string List(BulkTable table, string of) => string.Join(", ", table.Columns.Select(column => $"{of}[{column.Name}]"));

    private async Task StageAsync<TRow>(BulkTable table, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
    {
        if (db.Database.GetDbConnection() is not SqlConnection connection)
        {
            await InsertAsync(table, rows, cancellationToken);
            return;
        }

        // Statements on a transaction that the server ended would store for good, each by itself.
        var isGivenUp = await Trial.RunAsync(
            () => CopyAsync(connection, table, rows, cancellationToken),
            () => InsertAsync(table, rows, cancellationToken),
            () => connection.State == ConnectionState.Open && db.Database.CurrentTransaction?.GetDbTransaction().Connection is not null);
        if (isGivenUp)
            LogTakesNoCopy(db.GetService<ILoggerFactory>().CreateLogger<SqlServerBulkWriter>());
    }

    private async Task CopyAsync<TRow>(SqlConnection connection, BulkTable table, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
    {
        using var data = new DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (var column in table.Columns)
            data.Columns.Add(column.Name, column.Type);
        foreach (var row in rows)
            data.Rows.Add([.. table.Columns.Select(column => column.ValueOf(row))]);
        using var copy = new SqlBulkCopy(
            connection, SqlBulkCopyOptions.Default, (SqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
        copy.DestinationTableName = $"[{StagingOf(table.Name)}]";
        copy.BulkCopyTimeout = 0;
        foreach (var column in table.Columns)
            copy.ColumnMappings.Add(column.Name, column.Name);
        await copy.WriteToServerAsync(data, cancellationToken);
    }

    private async Task InsertAsync<TRow>(BulkTable table, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
    {
        foreach (var chunk in rows.Chunk(MostParameters / table.Columns.Count))
        {
            var values = chunk.SelectMany(row => table.Columns.Select(column => column.ValueOf(row))).ToList();
            var lines = Enumerable.Range(0, chunk.Length).Select(row =>
                $"({string.Join(", ", table.Columns.Select((_, column) => $"@p{(row * table.Columns.Count) + column}"))})");
            await RunAsync(
                $"INSERT INTO [{StagingOf(table.Name)}] ({List(table, string.Empty)}) VALUES {string.Join(", ", lines)};", values, cancellationToken);
        }
    }

    private async Task RunAsync(string sql, List<object> values, CancellationToken cancellationToken)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // Names of the model and numbers.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var number = 0; number < values.Count; number++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{number}";
            parameter.Value = values[number];
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The server takes no bulk copy: rows are inserted by statements until this process ends, which is slower.")]
    private static partial void LogTakesNoCopy(ILogger logger);
}
