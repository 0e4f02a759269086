using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;
using Tracking.Infrastructure.Store.Bulk;

namespace Tracking.Infrastructure.Store.Sqlite;

/// <summary>
/// A statement that is prepared once and run for each row, by Sqlite's own functions: their parameters have numbers, while ADO.NET looks
/// each one up by its name for each row, which costs as much as storing it.
/// </summary>
internal sealed class SqliteBulkWriter(SqliteTrackingContext db) : IBulkWriter
{
    /// <inheritdoc/>
    public Task AddAsync<TRow>(IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
    {
        var table = BulkTable.Of<TRow>(db);
        Run(InsertSql(table), table, rows);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AddOrReplaceAsync<TRow>(IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
    {
        var table = BulkTable.Of<TRow>(db);
        var values = string.Join(", ", table.Values.Select(column => $"{Quoted(column)} = excluded.{Quoted(column)}"));
        Run($"{InsertSql(table)} ON CONFLICT ({List(table.Key)}) DO UPDATE SET {values}", table, rows);
        return Task.CompletedTask;
    }

    private static string InsertSql(BulkTable table) =>
        $"INSERT INTO \"{table.Name}\" ({List(table.Columns)}) VALUES ({string.Join(", ", table.Columns.Select(_ => "?"))})";

    private static string List(IEnumerable<BulkColumn> columns) => string.Join(", ", columns.Select(Quoted));

    private static string Quoted(BulkColumn column) => $"\"{column.Name}\"";

    private void Run<TRow>(string sql, BulkTable table, IReadOnlyList<TRow> rows)
        where TRow : class
    {
        if (rows.Count == 0)
            return;
        var connection = ((SqliteConnection)db.Database.GetDbConnection()).Handle!;
        Check(raw.sqlite3_prepare_v2(connection, sql, out var statement), connection);
        using (statement)
        {
            foreach (var row in rows)
            {
                for (var number = 0; number < table.Columns.Count; number++)
                    Check(Bind(statement, number + 1, table.Columns[number].ValueOf(row)), connection);
                var result = raw.sqlite3_step(statement);
                raw.sqlite3_reset(statement);
                if (result != raw.SQLITE_DONE)
                    SqliteException.ThrowExceptionForRC(result, connection);
            }
        }
    }

    private static int Bind(sqlite3_stmt statement, int number, object value) => value switch
    {
        DBNull => raw.sqlite3_bind_null(statement, number),
        long integer => raw.sqlite3_bind_int64(statement, number, integer),
        int integer => raw.sqlite3_bind_int(statement, number, integer),
        bool truth => raw.sqlite3_bind_int(statement, number, truth ? 1 : 0),
        string text => raw.sqlite3_bind_text(statement, number, text),
        byte[] bytes => raw.sqlite3_bind_blob(statement, number, bytes),
        _ => throw new NotSupportedException($"No column of a table that is written in bulk has the type {value.GetType()}."),
    };

    private static void Check(int result, sqlite3 connection)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, connection);
    }
}
