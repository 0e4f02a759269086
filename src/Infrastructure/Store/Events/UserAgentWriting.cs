using Microsoft.EntityFrameworkCore;

namespace Tracking.Infrastructure.Store.Events;

/// <summary>Keeps each user agent once, within the store's transaction.</summary>
internal static class UserAgentWriting
{
    private const int ChunkSize = 500;

    /// <summary>Who sends ever new ones fills no table: past this many, events are stored without, which the operator is told.</summary>
    public const int MostUserAgents = 100_000;

    /// <summary>Gives each event its user agent's key, and adds the new ones.</summary>
    public static async Task WriteAsync(TrackingContext db, IReadOnlyList<EventWriter.Stored> events, CancellationToken cancellationToken)
    {
        var byUserAgent = events.Where(one => one.UserAgent is not null).GroupBy(one => one.UserAgent!)
            .Select(sent => (Key: UserAgentRow.KeyOf(sent.Key), UserAgent: sent.Key, Events: sent));
        NumberRow? stored = null;
        foreach (var chunk in byUserAgent.Chunk(ChunkSize))
        {
            var keys = Array.ConvertAll(chunk, one => one.Key);
            var known = await db.UserAgents.Where(row => keys.Contains(row.Key)).Select(row => row.Key).ToHashSetAsync(cancellationToken);
            if (known.Count < keys.Length)
                stored ??= await db.Numbers.SingleAsync(row => row.Name == NumberRow.UserAgents, cancellationToken);
            foreach (var (key, userAgent, sent) in chunk)
            {
                if (!known.Contains(key))
                {
                    if (stored!.Value >= MostUserAgents)
                        continue;
                    stored.Value++;
                    db.UserAgents.Add(new UserAgentRow { Key = key, Text = userAgent.Text, AsksForPages = userAgent.AsksForPages });
                }

                foreach (var one in sent)
                    one.UserAgentKey = key;
            }
        }
    }
}
