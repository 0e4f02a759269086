using System.Buffers;

namespace Tracking.Infrastructure.Spool;

/// <summary>One batch that was taken out of the spool; it holds its bytes until it is complete.</summary>
/// <param name="segment">Its file.</param>
/// <param name="stored">Its bytes there, compressed, in a pooled array.</param>
/// <param name="length">How many they are.</param>
/// <param name="acceptedAt">When it was written, to the second; of what an earlier process left, when its file was begun: it is no older.</param>
internal sealed class SpoolRecord(SpoolSegment segment, byte[] stored, int length, DateTimeOffset acceptedAt)
{
    public SpoolSegment Segment => segment;

    /// <summary>Its bytes in the file, compressed.</summary>
    public int Length => length;

    /// <summary>Its bytes once decompressed.</summary>
    public int BatchLength { get; } = BatchCompression.LengthOf(stored.AsSpan(0, length));

    public DateTimeOffset AcceptedAt => acceptedAt;

    /// <summary>Its bytes as they lie in the file.</summary>
    public ReadOnlySpan<byte> Stored => stored.AsSpan(0, length);

    /// <summary>Reads the batch into what is as long as it is.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public void ReadBatch(Span<byte> batch) => BatchCompression.Decompress(Stored, batch);

    /// <summary>Lets go of its bytes; nobody reads it any more.</summary>
    public void Release() => ArrayPool<byte>.Shared.Return(stored);
}
