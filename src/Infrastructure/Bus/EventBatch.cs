using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tracking.Application.Collect;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Store.Intake;

namespace Tracking.Infrastructure.Bus;

/// <summary>What travels from the accept path to the workers, decoded.</summary>
/// <param name="BatchId">By which a batch that comes again is known.</param>
/// <param name="Events">Domain events.</param>
/// <param name="Counts">Counts of what is not stored.</param>
/// <param name="Samples">Samples of rejected events, without values.</param>
internal sealed record EventBatch(
    Guid BatchId, IReadOnlyList<CollectedEvent> Events, IReadOnlyList<IntakeCount> Counts, IReadOnlyList<RejectedSample> Samples)
{
    /// <summary>Lines that cannot be read, each with the kind of error; they hold up none of the others.</summary>
    public IReadOnlyList<UnreadableLine> Unreadable { get; init; } = [];
}

/// <summary>A line of a batch that cannot be read.</summary>
internal sealed record UnreadableLine(ReadOnlyMemory<byte> Line, string Reason);

/// <summary>How many events met one end in a quarter of an hour.</summary>
internal sealed record IntakeCount(int SiteId, long QuarterStartMs, IntakeKind Kind, string Reason, long Count);

/// <summary>A rejected event's sample.</summary>
internal sealed record RejectedSample(int SiteId, long ReceivedAtMs, string? Type, string Path, string Reason);

/// <summary>
/// Format 1 of a batch: lines of JSON, the first one naming version and batch, each further one an event, a count or a sample. Lines,
/// so that requests write their own part and putting parts together is copying; so too with whole batches. The same bytes lie in the
/// spool and on the bus; a worker reads every version up to its own.
/// </summary>
internal static class EventBatchFormat
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    /// <summary>A larger buffer is let go: one large request must not cost memory for good.</summary>
    private const int MostKeptBytes = 262_144;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    private const byte NewLine = (byte)'\n';

    // JSON has no line break within a line.
    private static ReadOnlySpan<byte> NextHead => "\n{\"version\":"u8;

    private static ReadOnlySpan<byte> HeadBegins => NextHead[1..];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The first line.</summary>
    public static byte[] Head(Guid batchId) => Line(new Header(Version, batchId));

    /// <summary>A line per event.</summary>
    public static byte[] Lines(IReadOnlyList<CollectedEvent> events)
    {
        var lines = buffer ??= new ArrayBufferWriter<byte>(16_384);
        lines.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(lines, new JsonWriterOptions { Encoder = Json.Encoder, SkipValidation = true });
        foreach (var collected in events)
        {
            writer.WriteStartObject();
            writer.WriteString("type", EventTypes.Of(collected).Name);
            writer.WritePropertyName("event");
            JsonSerializer.Serialize(writer, collected, collected.GetType(), Json);
            writer.WriteEndObject();
            writer.Flush();
            lines.Write([NewLine]);
            writer.Reset();
        }

        var written = lines.WrittenSpan.ToArray();
        if (lines.Capacity > MostKeptBytes)
            buffer = null;
        return written;
    }

    /// <summary>A line per count and sample.</summary>
    public static byte[] Lines(IEnumerable<IntakeCount> counts, IEnumerable<RejectedSample> samples) =>
        [.. counts.SelectMany(count => Line(new CountLine(count))), .. samples.SelectMany(sample => Line(new SampleLine(sample)))];

    /// <summary>Batches that lie one behind the other, each by itself: one that cannot be read must not hold up the others.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Apart(ReadOnlyMemory<byte> payload)
    {
        for (int at; (at = payload.Span.IndexOf(NextHead)) >= 0; payload = payload[(at + 1)..])
            yield return payload[..(at + 1)];
        yield return payload;
    }

    /// <summary>
    /// Cuts batches, one behind the other, into payloads of at most so many bytes; a line is never cut. What a batch is cut into goes by
    /// ids that follow from its own, so that each part is known when the same batch is cut once more.
    /// </summary>
    /// <exception cref="InvalidDataException">One that is larger is of a later version.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> payload, int mostBytes) =>
        payload.Length <= mostBytes ? [payload] : Apart(payload).SelectMany(batch => batch.Length <= mostBytes ? [batch] : CutOne(batch, mostBytes));

    /// <summary>Reads batches, one behind the other.</summary>
    /// <exception cref="InvalidDataException">One is of a later version, or none is there.</exception>
    public static IReadOnlyList<EventBatch> ReadAll(ReadOnlyMemory<byte> payload)
    {
        var batches = new List<ReadLines>();
        while (!payload.IsEmpty)
        {
            var end = payload.Span.IndexOf(NewLine);
            var line = end < 0 ? payload : payload[..end];
            payload = end < 0 ? default : payload[(end + 1)..];
            if (batches.Count == 0 || line.Span.StartsWith(HeadBegins))
                batches.Add(new ReadLines(IdOf(line.Span)));
            else
                batches[^1].Add(line);
        }

        return batches.Count == 0
            ? throw new InvalidDataException("An event batch is empty.")
            : batches.ConvertAll(batch => new EventBatch(batch.Id, batch.Events, batch.Counts, batch.Samples) { Unreadable = batch.Unreadable });
    }

    /// <summary>Reads one event's line.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="InvalidDataException">It is of a type that this version does not know, or no event.</exception>
    public static CollectedEvent ReadEvent(ReadOnlySpan<byte> line)
    {
        var lines = new ReadLines(Guid.Empty);
        lines.Read(line.TrimEnd(NewLine));
        return lines.Events.Count == 1 ? lines.Events[0] : throw new InvalidDataException("The line holds no event.");
    }

    private static IEnumerable<ReadOnlyMemory<byte>> CutOne(ReadOnlyMemory<byte> batch, int mostBytes)
    {
        var headLength = batch.Span.IndexOf(NewLine) + 1;
        var (id, lines) = (IdOf(batch.Span[..headLength]), batch[headLength..]);
        for (var offset = 0; !lines.IsEmpty;)
        {
            var room = Math.Min(lines.Length, mostBytes - headLength);
            var end = lines.Span[..room].LastIndexOf(NewLine) + 1;
            if (end == 0)
                end = lines.Span.IndexOf(NewLine) + 1;
            yield return (byte[])[.. Head(IdOfPart(id, offset, end)), .. lines.Span[..end]];
            lines = lines[end..];
            offset += end;
        }
    }

    /// <summary>Follows from the batch and what of it the part is: the whole, or a part that is cut otherwise, is another batch.</summary>
    private static Guid IdOfPart(Guid id, int offset, int length)
    {
        Span<byte> bytes = stackalloc byte[24];
        id.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], offset);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], length);
        return new Guid(SHA256.HashData(bytes).AsSpan(0, 16));
    }

    private static Guid IdOf(ReadOnlySpan<byte> head) => JsonSerializer.Deserialize<Header>(head, Json) switch
    {
        { Version: > 0 and <= Version } header => header.BatchId,
        var header => throw new InvalidDataException(
            $"An event batch of version {header?.Version} cannot be read; this worker reads up to {Version}."),
    };

    private static byte[] Line<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, Json), NewLine];

    /// <summary>The lines of one batch, as they are read.</summary>
    private sealed class ReadLines(Guid id)
    {
        public Guid Id => id;

        public List<CollectedEvent> Events { get; } = [];

        public List<IntakeCount> Counts { get; } = [];

        public List<RejectedSample> Samples { get; } = [];

        public List<UnreadableLine> Unreadable { get; } = [];

        /// <summary>Reads a line, or notes that it cannot be read.</summary>
        public void Add(ReadOnlyMemory<byte> line)
        {
            try
            {
                Read(line.Span);
            }
            catch (Exception exception)
            {
                // Whatever it is, its neighbours are not to blame. Of the cause only its kind: its own words may hold what could not be read.
                Unreadable.Add(new UnreadableLine(line, $"It cannot be read ({exception.GetType().Name})."));
            }
        }

        public void Read(ReadOnlySpan<byte> line)
        {
            var reader = new Utf8JsonReader(line);
            reader.Read();
            reader.Read();
            if (reader.ValueTextEquals("count"))
            {
                reader.Read();
                Counts.Add(JsonSerializer.Deserialize<IntakeCount>(ref reader, Json) ?? throw Empty());
                return;
            }

            if (reader.ValueTextEquals("sample"))
            {
                reader.Read();
                Samples.Add(JsonSerializer.Deserialize<RejectedSample>(ref reader, Json) ?? throw Empty());
                return;
            }

            reader.Read();
            var type = EventTypes.Find(reader.GetString() ?? throw Empty())
                ?? throw new InvalidDataException("An event batch holds an event of a type that this worker does not know.");
            reader.Read();
            reader.Read();
            Events.Add((CollectedEvent?)JsonSerializer.Deserialize(ref reader, type.Event, Json) ?? throw Empty());
        }

        private static InvalidDataException Empty() => new("A line holds null in the place of what it is about.");
    }

    private sealed record Header(int Version, Guid BatchId);

    private sealed record CountLine(IntakeCount Count);

    private sealed record SampleLine(RejectedSample Sample);
}
