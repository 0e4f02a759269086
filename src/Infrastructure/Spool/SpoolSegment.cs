using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Tracking.Infrastructure.Spool;

/// <summary>
/// One file of the spool: records of [length][CRC-32C][bytes], appended and fsynced. A torn record at its end was never promised to
/// anybody.
/// </summary>
internal sealed class SpoolSegment : IDisposable
{
    private const int HeadBytes = 8;
    private const int MaxRecordBytes = 268_435_456;

    private readonly SafeFileHandle file;
    private int open;

    private SpoolSegment(string path, SafeFileHandle file, long length)
    {
        FilePath = path;
        this.file = file;
        Length = length;
    }

    public string FilePath { get; }

    /// <summary>Where its last record ends.</summary>
    public long Length { get; private set; }

    /// <summary>Records that are not stored yet, with those that are being written.</summary>
    public int Open => Volatile.Read(ref open);

    /// <summary>Whether nothing more is appended.</summary>
    public bool IsSealed { get; set; }

    /// <summary>Whether records of it were lost after they were written.</summary>
    public bool IsDamaged { get; set; }

    public long CreatedAt { get; } = Environment.TickCount64;

    /// <summary>Makes a new file.</summary>
    public static SpoolSegment Create(string path) => new(
        path,
        File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.None),
        length: 0);

    /// <summary>Opens a file that an earlier process left, for reading.</summary>
    public static SpoolSegment Reopen(string path) => new(
        path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read), length: 0)
    { IsSealed = true };

    /// <summary>Holds the file for a record that is about to be appended; <see cref="Complete"/> lets go of it.</summary>
    public void Reserve() => Interlocked.Increment(ref open);

    /// <summary>Appends a record, for which there is a reservation, and forces it to disk.</summary>
    public SpoolRecord Append(ReadOnlySpan<byte> record, DateTimeOffset acceptedAt)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(head, record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Checksum(record));
        RandomAccess.Write(file, head, Length);
        RandomAccess.Write(file, record, Length + HeadBytes);
        RandomAccess.FlushToDisk(file);
        var added = new SpoolRecord(this, Length + HeadBytes, record.Length, BatchCompression.LengthOf(record), acceptedAt);
        Length += HeadBytes + record.Length;
        return added;
    }

    /// <summary>Takes away what a write that failed may have left behind the last record: the next start would take it for damage.</summary>
    public void CutOff() => RandomAccess.SetLength(file, Length);

    /// <summary>Finds the whole records of a file that an earlier process left.</summary>
    /// <returns>
    /// The records, and how many bytes between and behind them are none. When those are more than one torn record at the end, the file was
    /// damaged after it was written, and is kept aside when it is done with.
    /// </returns>
    /// <param name="isNewest">Whether it is the last file: in any other a torn end may be a damaged length that hides whole records.</param>
    public (IReadOnlyList<SpoolRecord> Records, long LostBytes) Recover(bool isNewest)
    {
        var size = RandomAccess.GetLength(file);
        var lost = 0L;
        var begunAt = File.GetCreationTimeUtc(FilePath);
        var records = new List<SpoolRecord>();
        Span<byte> head = stackalloc byte[HeadBytes];
        while (Length + HeadBytes <= size && RandomAccess.Read(file, head, Length) == HeadBytes)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (length is <= 0 or > MaxRecordBytes || Length + HeadBytes + length > size)
            {
                // A write that was cut off leaves a head whose record goes on past the end, or nothing but zeros.
                IsDamaged |= length is < 0 or > MaxRecordBytes || (length == 0 && Read(Length, (int)(size - Length)).AsSpan().ContainsAnyExcept((byte)0));
                break;
            }

            var record = Read(Length + HeadBytes, length);
            if (Checksum(record) != BinaryPrimitives.ReadUInt32LittleEndian(head[4..]))
            {
                if (Length + HeadBytes + length == size)
                    break;
                // Something is behind it. If its length is not what was damaged, that is the next record; else there is hardly one with its CRC.
                IsDamaged = true;
                lost += HeadBytes + length;
            }
            else
            {
                records.Add(new SpoolRecord(this, Length + HeadBytes, length, BatchCompression.LengthOf(record), begunAt));
            }

            Length += HeadBytes + length;
        }

        IsDamaged |= !isNewest && Length < size;
        open = records.Count;
        return (records, lost + size - Length);
    }

    /// <summary>Reads bytes that were written.</summary>
    public void Read(Span<byte> bytes, long offset)
    {
        for (var read = 0; read < bytes.Length;)
        {
            var more = RandomAccess.Read(file, bytes[read..], offset + read);
            if (more == 0)
                throw new EndOfStreamException($"The spool's file {Path.GetFileName(FilePath)} is shorter than it was.");
            read += more;
        }
    }

    /// <summary>Notes that a record is stored, or was not written after all.</summary>
    public void Complete() => Interlocked.Decrement(ref open);

    /// <summary>Deletes the file: what was in it is stored. One that was damaged is kept, for whoever can read more of it.</summary>
    public void Delete()
    {
        file.Dispose();
        if (!IsDamaged)
        {
            File.Delete(FilePath);
            return;
        }

        // File numbers begin anew in an empty folder, so one of this name may have been kept before.
        var kept = FilePath + ".damaged";
        for (var number = 2; File.Exists(kept); number++)
            kept = string.Create(CultureInfo.InvariantCulture, $"{FilePath}.{number}.damaged");
        File.Move(FilePath, kept);
    }

    public void Dispose() => file.Dispose();

    private byte[] Read(long offset, int length)
    {
        var bytes = new byte[length];
        Read(bytes, offset);
        return bytes;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var last in bytes)
            crc = BitOperations.Crc32C(crc, last);
        return ~crc;
    }
}
