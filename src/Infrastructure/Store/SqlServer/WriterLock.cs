using Microsoft.EntityFrameworkCore;

namespace Tracking.Infrastructure.Store.SqlServer;

/// <summary>Lets one transaction at a time write events, whichever process it is in.</summary>
internal static class WriterLock
{
    /// <summary>The statement; the lock goes with the transaction.</summary>
    public const string Sql =
        "DECLARE @taken int; " +
        "EXEC @taken = sp_getapplock @Resource = N'tracking.events', @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = -1; " +
        "IF @taken < 0 THROW 50000, N'The lock of the event writers was not granted.', 1;";

    /// <summary>Waits for the lock.</summary>
    public static Task TakeAsync(TrackingContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(Sql, cancellationToken);
}
