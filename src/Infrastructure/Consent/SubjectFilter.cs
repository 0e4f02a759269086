using System.Buffers.Binary;

namespace Tracking.Infrastructure.Consent;

/// <summary>
/// Tells of most subjects without decisions on record that they have none, so that a new visitor costs no look into the store (Bloom,
/// "Space/time trade-offs in hash coding with allowable errors", 1970). Two bytes a subject; of strangers one in 400 is not told, and more
/// once it holds more subjects than it was made for. It never errs the other way.
/// </summary>
internal sealed class SubjectFilter(long subjects)
{
    private const int BitsPerSubject = 16;
    private const int BitsSet = 4;

    private readonly long[] words = new long[Math.Clamp(subjects * BitsPerSubject / 64, 1, Array.MaxLength / 8)];

    /// <summary>Adds a subject.</summary>
    public void Add(Guid key)
    {
        var (at, step) = Halves(key);
        for (var i = 0; i < BitsSet; i++, at += step)
            Interlocked.Or(ref words[WordOf(at)], 1L << (int)at);
    }

    /// <summary>Whether it may have been added; <c>false</c> is certain.</summary>
    public bool MayHold(Guid key)
    {
        var (at, step) = Halves(key);
        for (var i = 0; i < BitsSet; i++, at += step)
        {
            if ((Volatile.Read(ref words[WordOf(at)]) & (1L << (int)at)) == 0)
                return false;
        }

        return true;
    }

    // Keys are keyed hashes: as random as any further hash of them would be.
    private static (ulong At, ulong Step) Halves(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes);
        return (BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) | 1);
    }

    private int WordOf(ulong at) => (int)((at >> 6) % (ulong)words.Length);
}
