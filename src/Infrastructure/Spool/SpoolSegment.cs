using System.Buffers;
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

    /// <summary>When records were written is remembered to this.</summary>
    private static readonly TimeSpan Exactness = TimeSpan.FromSeconds(1);

    private readonly SafeFileHandle file;
    private readonly SpoolDisk disk;
    private readonly Lock gate = new();
    private readonly Queue<(long Offset, DateTimeOffset At)> times = new();
    private long length;
    private long taken;
    private DateTimeOffset acceptedAt;
    private DateTimeOffset lastTime;
    private int open;
    private volatile bool isSealed;
    private volatile bool isDamaged;

    private SpoolSegment(string path, SafeFileHandle file, SpoolDisk disk) => (FilePath, this.file, this.disk) = (path, file, disk);

    public string FilePath { get; }

    /// <summary>Where its last record ends.</summary>
    public long Length => Volatile.Read(ref length);

    /// <summary>Whether there is a record that nobody has taken.</summary>
    public bool HasMore => Volatile.Read(ref taken) < Length;

    /// <summary>Whether all that is in it is stored, and nothing is being written.</summary>
    public bool IsStored
    {
        get
        {
            lock (gate)
                return open == 0 && taken == length;
        }
    }

    /// <summary>Whether nothing more is appended.</summary>
    public bool IsSealed
    {
        get => isSealed;
        set => isSealed = value;
    }

    /// <summary>Whether records of it were lost after they were written.</summary>
    public bool IsDamaged
    {
        get => isDamaged;
        set => isDamaged = value;
    }

    /// <summary>When the next record that nobody has taken was written.</summary>
    public DateTimeOffset NextAcceptedAt
    {
        get
        {
            lock (gate)
            {
                while (times.TryPeek(out var next) && next.Offset <= taken)
                    acceptedAt = times.Dequeue().At;
                return acceptedAt;
            }
        }
    }

    public long CreatedAt { get; } = Environment.TickCount64;

    /// <summary>Makes a new file.</summary>
    public static SpoolSegment Create(string path, SpoolDisk disk) =>
        new(path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.None), disk);

    /// <summary>Opens a file that an earlier process left, for reading.</summary>
    public static SpoolSegment Reopen(string path, SpoolDisk disk) =>
        new(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read), disk) { IsSealed = true };

    /// <summary>Holds the file for what is about to be appended; <see cref="Complete"/> lets go of it.</summary>
    public void Reserve()
    {
        lock (gate)
            open++;
    }

    /// <summary>Appends a record, forces it to disk, and asks then whether it is still waited for.</summary>
    /// <exception cref="IOException">It was not written, or nobody waits for it any more. Something of it may lie behind the last record.</exception>
    public void Append(ReadOnlySpan<byte> record, DateTimeOffset now, Func<bool> isAwaited)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(head, record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Checksum(record));
        RandomAccess.Write(file, head, length);
        RandomAccess.Write(file, record, length + HeadBytes);
        disk.Flush(file);
        if (!isAwaited())
            throw new IOException("The disk answered when nobody waited any more.");
        lock (gate)
        {
            // One for each second, not for each record: what waits must not cost memory.
            if (now - lastTime >= Exactness)
                times.Enqueue((length, lastTime = now));
            length += HeadBytes + record.Length;
        }
    }

    /// <summary>Takes the next record that nobody has taken. What cannot be read is passed over.</summary>
    /// <exception cref="IOException">The disk does not give it back.</exception>
    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    public SpoolRecord Take()
    {
        var from = taken;
        // With its length lost, a record takes along what is behind it.
        var to = Length;
        byte[]? stored = null;
        try
        {
            Span<byte> head = stackalloc byte[HeadBytes];
            Read(head, from);
            var bytes = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (bytes <= 0 || from + HeadBytes + bytes > to)
                throw new InvalidDataException("The length of a record was damaged.");
            to = from + HeadBytes + bytes;
            stored = ArrayPool<byte>.Shared.Rent(bytes);
            Read(stored.AsSpan(0, bytes), from + HeadBytes);
            if (Checksum(stored.AsSpan(0, bytes)) != BinaryPrimitives.ReadUInt32LittleEndian(head[4..]))
                throw new InvalidDataException("A record was damaged.");
            var record = new SpoolRecord(this, stored, bytes, NextAcceptedAt);
            Reserve();
            return record;
        }
        catch
        {
            IsDamaged = true;
            if (stored is not null)
                ArrayPool<byte>.Shared.Return(stored);
            throw;
        }
        finally
        {
            lock (gate)
                taken = to;
        }
    }

    /// <summary>Takes away what a write that failed may have left behind the last record: the next start would take it for damage.</summary>
    public void CutOff()
    {
        try
        {
            RandomAccess.SetLength(file, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then it does.
        }
    }

    /// <summary>Finds the whole records of a file that an earlier process left.</summary>
    /// <returns>
    /// How many there are, and how many bytes between and behind them are none. When those are more than one torn record at the end, the file
    /// was damaged after it was written, and is kept aside when it is done with.
    /// </returns>
    /// <param name="isNewest">Whether it is the last file: in any other a torn end may be a damaged length that hides whole records.</param>
    public (int Records, long LostBytes) Recover(bool isNewest)
    {
        acceptedAt = File.GetCreationTimeUtc(FilePath);
        var size = RandomAccess.GetLength(file);
        var (records, lost) = (0, 0L);
        try
        {
            Span<byte> head = stackalloc byte[HeadBytes];
            while (length + HeadBytes <= size)
            {
                Read(head, length);
                var bytes = BinaryPrimitives.ReadInt32LittleEndian(head);
                if (bytes is <= 0 or > MaxRecordBytes || length + HeadBytes + bytes > size)
                {
                    // A write that was cut off leaves a head whose record goes on past the end, or nothing but zeros.
                    IsDamaged |= bytes is < 0 or > MaxRecordBytes || (bytes == 0 && !IsZero(length, size));
                    break;
                }

                if (IsWhole(length + HeadBytes, bytes, BinaryPrimitives.ReadUInt32LittleEndian(head[4..])))
                {
                    records++;
                }
                else if (length + HeadBytes + bytes == size && !IsDamaged)
                {
                    break;
                }
                else
                {
                    // Something is behind it. If its length is not what was damaged, that is the next record; else there is hardly one with its CRC.
                    IsDamaged = true;
                    lost += HeadBytes + bytes;
                }

                length += HeadBytes + bytes;
            }
        }
        catch (IOException)
        {
            IsDamaged = true;
        }

        IsDamaged |= !isNewest && length < size;
        return (records, lost + size - length);
    }

    /// <summary>Reads bytes that were written.</summary>
    private void Read(Span<byte> bytes, long offset)
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
    public void Complete()
    {
        lock (gate)
            open--;
    }

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

    private bool IsWhole(long offset, int bytes, uint checksum)
    {
        var record = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            Read(record.AsSpan(0, bytes), offset);
            return Checksum(record.AsSpan(0, bytes)) == checksum;
        }
        catch (IOException)
        {
            IsDamaged = true;
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(record);
        }
    }

    private bool IsZero(long offset, long end)
    {
        var rest = new byte[end - offset];
        Read(rest, offset);
        return !rest.AsSpan().ContainsAnyExcept((byte)0);
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
