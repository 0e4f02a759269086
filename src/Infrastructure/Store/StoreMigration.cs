using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Store.Sqlite;

namespace Tracking.Infrastructure.Store;

/// <summary>Brings the store's schema up to this release; of several processes that start at once, one does it.</summary>
internal sealed partial class StoreMigration(IDbContextFactory<TrackingContext> contexts, ILogger<StoreMigration> logger)
{
    private volatile bool isDone;

    /// <summary>Whether the schema is this release's; before that nothing may be stored.</summary>
    public bool IsDone => isDone;

    /// <summary>Applies what is missing.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ApplyAsync(cancellationToken);
        isDone = true;
    }

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            return;
        using var alone = db is SqliteTrackingContext ? await SqliteMigrationLock.TakeAsync(db, cancellationToken) : null;
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
        if (pending == 0)
            return;
        LogMigrating(logger, pending);
        await db.Database.MigrateAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Bringing the database up to date: {Pending} migrations.")]
    private static partial void LogMigrating(ILogger logger, int pending);
}
