using System.Text;
using System.Text.Json;
using Tracking.Contracts;
using Tracking.Contracts.Events;
using Tracking.Contracts.Privacy;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Publishing;

/// <summary>A message of the public bus (bus contract v1), as it goes out.</summary>
/// <param name="RoutingKey">Its routing key.</param>
/// <param name="Id">Its id.</param>
/// <param name="Body">A cloud event in JSON, UTF-8.</param>
internal readonly record struct PublicMessage(string RoutingKey, string Id, ReadOnlyMemory<byte> Body)
{
    /// <summary>The message of a stored event.</summary>
    public static PublicMessage Of(TrackedEvent<JsonElement?> stored) => new(
        $"{stored.Site}.{KindOf(stored)}",
        stored.MessageId,
        JsonSerializer.SerializeToUtf8Bytes(
            new CloudEvent<TrackedEvent<JsonElement?>>
            {
                Id = stored.MessageId,
                Source = SourceOf(stored.Site),
                Type = $"tracking.{stored.Type}.v1",
                Time = stored.Timestamp,
                Subject = stored.VisitorId,
                Data = stored,
            },
            StoredData.Json));

    /// <summary>The message of a decision.</summary>
    public static PublicMessage Of(string site, DateTimeOffset decidedAt, ConsentChanged decision) => new(
        $"{site}.consent_changed",
        decision.ReceiptId,
        JsonSerializer.SerializeToUtf8Bytes(
            new CloudEvent<ConsentChanged>
            {
                Id = decision.ReceiptId,
                Source = SourceOf(site),
                Type = "tracking.consent_changed.v1",
                Time = decidedAt,
                Data = decision,
            },
            StoredData.Json));

    private static string SourceOf(string site) => $"/sites/{site}";

    private static string KindOf(TrackedEvent<JsonElement?> stored) => stored.Name is { } name ? $"{stored.Type}.{WordOf(name)}" : stored.Type;

    // Dots part words of a key, and # and * stand for others: a name must hold none.
    private static string WordOf(string name)
    {
        var word = new StringBuilder(name.Length);
        foreach (var letter in name.ToLowerInvariant())
        {
            if (letter is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
                word.Append(letter);
            else if (word.Length == 0 || word[^1] != '_')
                word.Append('_');
        }

        return word.ToString();
    }
}
