using System.Text.Json;

namespace Tracking.Api.Collect;

/// <summary>
/// Finds the events that are nested too deep, so that their neighbours can be read. A <see cref="JsonDocument"/> without limit would do too,
/// but it takes time by the square of the depth, and 250,000 brackets fit into a request; this takes time by the length.
/// </summary>
internal static class DeepEvents
{
    /// <summary>Makes a copy of the body without them.</summary>
    /// <param name="body">One event, or an object with <c>events</c>.</param>
    /// <param name="maxLevels">Levels of nesting that can be read, of the whole body.</param>
    /// <param name="deep">The indexes of the events in whose place the copy has a number; 0 is also that of an event by itself.</param>
    /// <returns><c>null</c> when something beside the events is nested too deep.</returns>
    /// <exception cref="JsonException">The body is not valid JSON.</exception>
    public static byte[]? CutOut(ReadOnlySpan<byte> body, int maxLevels, out IReadOnlySet<int> deep)
    {
        var copy = body.ToArray();
        var indexes = new HashSet<int>();
        deep = indexes;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var (isBatch, inEvents, isDeepElsewhere) = (false, false, false);
        var (index, start) = (-1, 0);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
            {
                inEvents = !reader.ValueIsEscaped && reader.ValueTextEquals("events"u8);
                if (inEvents)
                {
                    // Of members of one name the last counts.
                    (isBatch, index) = (true, -1);
                    indexes.Clear();
                }
            }

            var isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (inEvents && reader.CurrentDepth == 2 && !isEnd)
                (index, start) = (index + 1, (int)reader.TokenStartIndex);
            else if (inEvents && reader.CurrentDepth == 2 && indexes.Contains(index))
                Replace(copy.AsSpan(start..(int)reader.BytesConsumed));

            if (reader.CurrentDepth < maxLevels || isEnd || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                continue;
            if (inEvents)
                indexes.Add(index);
            else
                isDeepElsewhere = true;
        }

        if (isBatch)
            return isDeepElsewhere ? null : copy;
        indexes.Add(0);
        return "{}"u8.ToArray();
    }

    private static void Replace(Span<byte> value)
    {
        value.Fill((byte)' ');
        value[0] = (byte)'0';
    }
}
