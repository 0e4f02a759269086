using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Sites;

/// <summary>Erases deleted sites, a slice at a time so that storing goes on between.</summary>
internal sealed partial class SiteErasure(IDbContextFactory<TrackingContext> contexts, TimeProvider time, ILogger<SiteErasure> logger)
{
    private const int Slice = 5_000;
    private static readonly TimeSpan LongestStatement = TimeSpan.FromMinutes(30);

    /// <summary>Erases every site that is marked as deleted.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // What has no single key to slice by goes in one statement, which may be millions of rows.
        db.Database.SetCommandTimeout(LongestStatement);
        var deleted = await db.Sites.Where(row => row.DeletedAtMs != null).Select(row => row.Id).ToListAsync(cancellationToken);
        foreach (var site in deleted)
        {
            foreach (var destination in await db.Destinations.Where(row => row.SiteId == site).Select(row => row.Id).ToListAsync(cancellationToken))
                await DestinationErasure.RunAsync(db, destination, time, cancellationToken);
            await SlicesAsync(() => db.Events.Where(row => row.SiteId == site).Take(Slice).ExecuteDeleteAsync(cancellationToken));
            await SlicesAsync(() => db.Sessions.Where(row => row.SiteId == site).Take(Slice).ExecuteDeleteAsync(cancellationToken));
            await db.Orders.Where(row => row.SiteId == site).ExecuteDeleteAsync(cancellationToken);
            await db.IntakeCounts.Where(row => row.SiteId == site).ExecuteDeleteAsync(cancellationToken);
            await db.RejectedSamples.Where(row => row.SiteId == site).ExecuteDeleteAsync(cancellationToken);
            await db.Consents.Where(row => row.SiteId == site).ExecuteDeleteAsync(cancellationToken);
            await db.OutboxMessages.Where(row => row.SiteId == site).ExecuteDeleteAsync(cancellationToken);
            await db.SetAside.Where(row => row.SiteId == site).ExecuteDeleteAsync(cancellationToken);
            await db.MessageKeys.Where(row => row.SiteId == site).ExecuteDeleteAsync(cancellationToken);
        }

        if (deleted.Count > 0)
            await UserAgentErasure.RunAsync(db, cancellationToken);
        // Last: whatever was stopped before is taken up again by it.
        foreach (var site in deleted)
        {
            await db.Sites.Where(row => row.Id == site).ExecuteDeleteAsync(cancellationToken);
            LogErased(logger, site);
        }

        return deleted.Count;
    }

    private static async Task SlicesAsync(Func<Task<int>> delete)
    {
        while (await delete() == Slice)
        {
            // Each slice is a transaction of its own.
        }
    }

    [LoggerMessage(LogLevel.Information, "Everything of the deleted site number {Site} is erased.")]
    private static partial void LogErased(ILogger logger, int site);
}
