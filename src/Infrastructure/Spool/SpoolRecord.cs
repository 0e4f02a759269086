using System.Buffers;

namespace Tracking.Infrastructure.Spool;

/// <summary>One batch in the spool.</summary>
/// <param name="Segment">Its file.</param>
/// <param name="Offset">Where in it.</param>
/// <param name="Length">Its bytes there, compressed.</param>
/// <param name="BatchLength">Its bytes once decompressed.</param>
/// <param name="AcceptedAt">When it was written; of what an earlier process left, when its file was begun: it is no older.</param>
internal readonly record struct SpoolRecord(SpoolSegment Segment, long Offset, int Length, int BatchLength, DateTimeOffset AcceptedAt)
{
    /// <summary>Its bytes as they lie in the file.</summary>
    public byte[] ReadStored()
    {
        var bytes = new byte[Length];
        Segment.Read(bytes, Offset);
        return bytes;
    }

    /// <summary>Reads the batch into what is as long as it is.</summary>
    public void ReadBatch(Span<byte> batch)
    {
        var stored = ArrayPool<byte>.Shared.Rent(Length);
        try
        {
            Segment.Read(stored.AsSpan(0, Length), Offset);
            BatchCompression.Decompress(stored.AsSpan(0, Length), batch);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }
}
