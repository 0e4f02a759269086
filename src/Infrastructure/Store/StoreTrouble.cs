using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Tracking.Infrastructure.Store;

/// <summary>
/// Tells the database's own trouble (no room, no connection, a lock, time over) from a refusal of what it was given. What is neither for
/// sure counts as a refusal, so that one event of a kind that nobody thought of cannot stop all storing.
/// </summary>
/// <remarks>Sources: SQLite, "Result and Error Codes"; SQL Server, "Database Engine Error Severities" and its list of errors.</remarks>
internal static class StoreTrouble
{
    /// <summary>From this severity on it is resources, hardware or the connection.</summary>
    private const int ResourceClass = 17;

    /// <summary>SQLITE_BUSY, _LOCKED, _NOMEM, _READONLY, _INTERRUPT, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _PROTOCOL, _SCHEMA, _NOTADB.</summary>
    private static readonly HashSet<int> Sqlite = [5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 17, 26];

    /// <summary>
    /// A connection that broke in the middle (0), time over (-2), no connection (-1, 2, 53, 64, 121, 233, 258, 10053, 10054, 10060), deadlock (1205),
    /// lock timeout (1222), snapshot conflict (3960), a database that is damaged, restored, closed or not there (913, 924, 926, 927, 942, 4060, 6005),
    /// another server's turn (976, 978, 979, 983, 3906), no login (18452, 18456), a service that is moved or busy (10928, 10929, 40197, 40501, 40613,
    /// 49918, 49919, 49920), the writers' lock (50000).
    /// </summary>
    private static readonly HashSet<int> SqlServer =
    [
        0, -2, -1, 2, 53, 64, 121, 233, 258, 913, 924, 926, 927, 942, 976, 978, 979, 983, 1205, 1222, 3906, 3960, 4060, 6005, 10053, 10054, 10060,
        10928, 10929, 18452, 18456, 40197, 40501, 40613, 49918, 49919, 49920, 50000,
    ];

    /// <summary>Whether it is the database's own trouble.</summary>
    public static bool Is(Exception? exception) => exception switch
    {
        null => false,
        SqliteException sqlite => Sqlite.Contains(sqlite.SqliteErrorCode),
        SqlException server => server.Class >= ResourceClass || SqlServer.Contains(server.Number),
        TimeoutException or IOException or OperationCanceledException or ObjectDisposedException => true,
        // A pool that gives no connection in time, or a connection that is gone, before it came to a statement.
        InvalidOperationException { InnerException: null, Source: "Microsoft.Data.SqlClient" or "System.Data.Common" } => true,
        _ => Is(exception.InnerException),
    };
}
