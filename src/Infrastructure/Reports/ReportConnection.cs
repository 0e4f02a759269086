using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Reports;

/// <summary>Connections that can run the reports' SQL.</summary>
internal static class ReportConnection
{
    /// <summary>On Sqlite: whether the first text contains the second, by every letter's upper case and not by ASCII's alone.</summary>
    public const string ContainsFunction = "contains_ignoring_case";

    /// <summary>
    /// Makes a context that only reads; on Sqlite all that it reads is of one moment. (SQL Server offers that to databases that allow
    /// snapshots alone: docs/operate.)
    /// </summary>
    public static async Task<TrackingContext> CreateForReportsAsync(
        this IDbContextFactory<TrackingContext> contexts, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        if (!db.Database.IsSqlite())
            return db;
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            var connection = (SqliteConnection)db.Database.GetDbConnection();
            connection.CreateFunction(
                ContainsFunction,
                static (string? text, string? part) =>
                    text is not null && part is not null && text.Contains(part, StringComparison.OrdinalIgnoreCase),
                isDeterministic: true);
            // Deferred, or it would be the one writer. Closing the connection ends it.
            await db.Database.UseTransactionAsync(connection.BeginTransaction(deferred: true), cancellationToken);
            return db;
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a statement that is no part of another.</summary>
    public static async Task<List<TRow>> ReadAsync<TRow>(this TrackingContext db, ReportStatement statement, CancellationToken cancellationToken) =>
        await db.Database.SqlQueryRaw<TRow>(statement.Text, [.. statement.Parameters]).ToListAsync(cancellationToken);
}
