using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Tracking.Infrastructure.Store.Sqlite;

/// <summary>
/// Lets one process at a time migrate a Sqlite file. EF's own lock is a row, which outlives a process that is killed, and then every later
/// start waits for it for good; this one is a lock on a file beside the database, which the system lets go of with its process.
/// </summary>
internal static class SqliteMigrationLock
{
    private const string Suffix = ".migrating";
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes it, and removes what a killed process left of EF's.</summary>
    /// <returns>What lets go of it; <c>null</c> for a database in memory, which no other process sees.</returns>
    public static async Task<IDisposable?> TakeAsync(TrackingContext db, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnectionStringBuilder(db.Database.GetConnectionString());
        if (connection.Mode == SqliteOpenMode.Memory || connection.DataSource is "" or ":memory:")
            return null;
        var taken = await OpenAsync(connection.DataSource + Suffix, cancellationToken);
        try
        {
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            return taken;
        }
        catch
        {
            await taken.DisposeAsync();
            throw;
        }
    }

    private static async Task<FileStream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (exception.GetType() == typeof(IOException) && watch.Elapsed < LongestWait)
            {
                // Another process migrates.
                await Task.Delay(Between, cancellationToken);
            }
        }
    }
}
