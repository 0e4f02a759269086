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
        NumberRow? stored = null;
        foreach (var chunk in byKey.Chunk(ChunkSize))
        {
            var keys = Array.ConvertAll(chunk, one => one.Key);
            var known = await db.UserAgents.Where(row => keys.Contains(row.Key)).Select(row => row.Key).ToHashSetAsync(cancellationToken);
            if (known.Count < keys.Length)
                stored ??= await db.Numbers.SingleAsync(row => row.Name == NumberRow.UserAgents, cancellationToken);
            foreach (var one in chunk)
            {
                if (!known.Contains(one.Key))
                {
                    if (stored!.Value >= MostUserAgents)
                        continue;
                    stored.Value++;
                    var userAgent = one.First().UserAgent!;
                    db.UserAgents.Add(new UserAgentRow { Key = one.Key, Text = userAgent.Text, AsksForPages = userAgent.AsksForPages });
                }

                foreach (var sent in one)
                    sent.UserAgentKey = one.Key;
            }
        }
    }
}
