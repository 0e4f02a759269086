using System.Text;
using Microsoft.EntityFrameworkCore;
using Tracking.Infrastructure.Reports.Events;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Publishing;

/// <summary>What waits in the store to go out on the public bus.</summary>
internal sealed class Outbox(IDbContextFactory<TrackingContext> contexts)
{
    private const int MostAtOnce = 500;

    /// <summary>The events that were stored after one.</summary>
    /// <param name="position">The id of the last that has gone out.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns><c>null</c>: none.</returns>
    public async Task<WaitingEvents?> EventsAfterAsync(long position, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Events.AsNoTracking().Where(row => row.Id > position).OrderBy(row => row.Id).Take(MostAtOnce).ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return null;
        // What a deleted site still has is on its way out of the store, not on the bus.
        var sites = await db.Sites.Where(site => site.DeletedAtMs == null).ToDictionaryAsync(site => site.Id, site => site.Name, cancellationToken);
        return new WaitingEvents(
            [.. rows.Where(row => sites.ContainsKey(row.SiteId)).Select(row => PublicMessage.Of(StoredEvents.ToContract(row, sites[row.SiteId])))],
            rows[^1].Id,
            rows[0].ReceivedAtMs,
            IsMore: rows.Count == MostAtOnce);
    }

    /// <summary>The messages about privacy, the oldest ones.</summary>
    public async Task<IReadOnlyList<(long Id, PublicMessage Message)>> PrivacyAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.OutboxMessages.AsNoTracking().OrderBy(row => row.Id).Take(MostAtOnce).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (row.Id, new PublicMessage(row.RoutingKey, row.MessageId, Encoding.UTF8.GetBytes(row.Body))));
    }

    /// <summary>Deletes messages about privacy that have gone out.</summary>
    public async Task ForgetAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.OutboxMessages.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}

/// <summary>Events that wait to go out.</summary>
/// <param name="Messages">Their messages; fewer than events where a site is deleted.</param>
/// <param name="Last">The id of the last one.</param>
/// <param name="OldestReceivedAtMs">When the first one was received.</param>
/// <param name="IsMore">Whether there may be more.</param>
internal sealed record WaitingEvents(IReadOnlyList<PublicMessage> Messages, long Last, long OldestReceivedAtMs, bool IsMore);
