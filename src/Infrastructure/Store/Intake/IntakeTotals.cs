using Microsoft.EntityFrameworkCore;

namespace Tracking.Infrastructure.Store.Intake;

/// <summary>Counts of one transaction, added to the stored ones at its end.</summary>
internal sealed class IntakeTotals
{
    private const int ChunkSize = 200;

    private readonly Dictionary<(int SiteId, long QuarterStartMs, IntakeKind Kind, string Reason), long> totals = [];

    /// <summary>Counts one event.</summary>
    public void Add(int siteId, DateTimeOffset receivedAt, IntakeKind kind) => Add(siteId, QuarterOf(receivedAt), kind, string.Empty, 1);

    /// <summary>Counts some events.</summary>
    public void Add(int siteId, long quarterStartMs, IntakeKind kind, string reason, long count)
    {
        var key = (siteId, quarterStartMs, kind, reason);
        totals[key] = totals.GetValueOrDefault(key) + count;
    }

    /// <summary>The quarter of an hour in which something was received.</summary>
    public static long QuarterOf(DateTimeOffset receivedAt)
    {
        var milliseconds = receivedAt.ToUnixTimeMilliseconds();
        return milliseconds - (milliseconds % IntakeCountRow.QuarterMs);
    }

    /// <summary>Adds the totals to the stored rows of sites that are there.</summary>
    public async Task WriteAsync(TrackingContext db, IReadOnlySet<int> sites, CancellationToken cancellationToken)
    {
        foreach (var site in totals.Where(total => sites.Contains(total.Key.SiteId)).GroupBy(total => total.Key.SiteId))
        {
            foreach (var chunk in site.GroupBy(total => total.Key.QuarterStartMs).Chunk(ChunkSize))
            {
                var quarters = Array.ConvertAll(chunk, quarter => quarter.Key);
                var rows = await db.IntakeCounts
                    .Where(row => row.SiteId == site.Key && quarters.Contains(row.QuarterStartMs))
                    .ToDictionaryAsync(row => (row.SiteId, row.QuarterStartMs, row.Kind, row.Reason), cancellationToken);
                foreach (var (key, count) in chunk.SelectMany(quarter => quarter))
                {
                    if (rows.TryGetValue(key, out var row))
                    {
                        row.Count += count;
                        continue;
                    }

                    db.IntakeCounts.Add(new IntakeCountRow
                    {
                        SiteId = key.SiteId,
                        QuarterStartMs = key.QuarterStartMs,
                        Kind = key.Kind,
                        Reason = key.Reason,
                        Count = count,
                    });
                }
            }
        }
    }
}
