using System.Buffers;
using K4os.Compression.LZ4;

namespace Tracking.Infrastructure.Spool;

/// <summary>
/// LZ4 of batches, in the spool's files and at the broker: their lines are much alike, and what is a fifth as large is written, replicated
/// and kept at a fifth of the price (docs/adr/0003). The first byte tells: a batch as it is begins with a brace, a compressed one with a
/// head whose lowest bits, its version, are 0. What is neither is left as it is, and whoever reads the batch finds that it is none.
/// </summary>
/// <remarks>Source: LZ4 block format, in the frame of <see cref="LZ4Pickler"/>.</remarks>
internal static class BatchCompression
{
    private const int Version = 0;
    private const int VersionBits = 0b111;

    /// <summary>The largest batch that is read back; the largest that a request can make is a fifth of it.</summary>
    private const int MaxBatchBytes = 268_435_456;

    /// <summary>Compresses a batch.</summary>
    public static void Compress(ReadOnlySpan<byte> batch, IBufferWriter<byte> compressed) => LZ4Pickler.Pickle(batch, compressed);

    /// <summary>Bytes of a batch once it is decompressed.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static int LengthOf(ReadOnlySpan<byte> stored) => !IsCompressed(stored) ? stored.Length : LZ4Pickler.UnpickledSize(stored) switch
    {
        >= 0 and <= MaxBatchBytes and var length => length,
        _ => throw new InvalidDataException("A compressed batch is damaged."),
    };

    /// <summary>Decompresses a batch into what is as long as <see cref="LengthOf"/> says.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static void Decompress(ReadOnlySpan<byte> stored, Span<byte> batch)
    {
        if (IsCompressed(stored))
            LZ4Pickler.Unpickle(stored, batch);
        else
            stored.CopyTo(batch);
    }

    /// <summary>Decompresses a batch.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> stored)
    {
        if (!IsCompressed(stored.Span))
            return stored;
        var batch = new byte[LengthOf(stored.Span)];
        Decompress(stored.Span, batch);
        return batch;
    }

    private static bool IsCompressed(ReadOnlySpan<byte> stored) => stored.Length > 0 && (stored[0] & VersionBits) == Version;
}
