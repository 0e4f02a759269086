using Microsoft.EntityFrameworkCore;

namespace Tracking.Infrastructure.Store.Sqlite;

/// <summary>Sqlite's write-ahead log, in which what was deleted lives on until it is emptied.</summary>
internal static class WriteAheadLog
{
    private const int Tries = 50;
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>Empties it, which a reader at the same moment hinders: then again, for five seconds.</summary>
    /// <returns>Whether nothing is left in it; so too of a store that has none.</returns>
    public static async Task<bool> TryEmptyAsync(TrackingContext db, CancellationToken cancellationToken)
    {
        if (db is not SqliteTrackingContext)
            return true;
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE);";
        for (var tries = 0; tries < Tries; tries++)
        {
            // The first column says whether it was hindered.
            if (await command.ExecuteScalarAsync(cancellationToken) is 0L)
                return true;
            await Task.Delay(AgainAfter, cancellationToken);
        }

        return false;
    }
}
