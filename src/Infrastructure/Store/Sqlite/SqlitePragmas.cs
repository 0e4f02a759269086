using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tracking.Infrastructure.Store.Sqlite;

/// <summary>
/// How every connection works: readers beside one writer (WAL), a commit that survives a power cut (FULL: what is stored leaves the
/// spool), and deleted content that is gone from the file (secure_delete).
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    /// <summary>EF looks for the file so: nothing is to be set there, and a file that another process makes just now is not in WAL yet.</summary>
    private const string ReadOnly = "Mode=ReadOnly";

    private const string Pragmas =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384; " +
        "PRAGMA wal_autocheckpoint=8192; " +
        "PRAGMA temp_store=MEMORY;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (IsReadOnly(connection))
            return;
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (IsReadOnly(connection))
            return;
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static bool IsReadOnly(DbConnection connection) => connection.ConnectionString.Contains(ReadOnly, StringComparison.OrdinalIgnoreCase);
}
