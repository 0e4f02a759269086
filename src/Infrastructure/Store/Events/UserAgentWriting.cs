using Microsoft.EntityFrameworkCore;

namespace Tracking.Infrastructure.Store.Events;

/// <summary>Keeps each user agent once, within the store's transaction.</summary>
internal static class UserAgentWriting
{
    private const int ChunkSize = 500;

    /// <summary>Who sends ever new ones fills no table: past this many, events are stored without.</summary>
    private const int MostUserAgents = 100_000;

    /// <summary>Gives each event its user agent's key, and adds the new ones.</summary>
    public static async Task WriteAsync(TrackingContext db, IReadOnlyList<EventWriter.Stored> events, CancellationToken cancellationToken)
    {
        var byKey = events.Where(one => one.UserAgent is not null).GroupBy(one => UserAgentRow.KeyOf(one.UserAgent!)).ToList();
        foreach (var chunk in byKey.Chunk(ChunkSize))
        {
            var keys = Array.ConvertAll(chunk, one => one.Key);
            var known = await db.UserAgents.Where(row => keys.Contains(row.Key)).Select(row => row.Key).ToHashSetAsync(cancellationToken);
            var room = known.Count == keys.Length ? 0 : MostUserAgents - await db.UserAgents.CountAsync(cancellationToken);
            foreach (var one in chunk)
            {
                if (!known.Contains(one.Key))
                {
                    if (room-- <= 0)
                        continue;
                    var userAgent = one.First().UserAgent!;
                    db.UserAgents.Add(new UserAgentRow { Key = one.Key, Text = userAgent.Text, AsksForPages = userAgent.AsksForPages });
                }

                foreach (var stored in one)
                    stored.UserAgentKey = one.Key;
            }
        }
    }
}
