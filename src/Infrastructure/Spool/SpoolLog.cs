using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Tracking.Application.Collect;
using Tracking.Infrastructure.Bus;

namespace Tracking.Infrastructure.Spool;

/// <summary>
/// Accepted batches on disk, in files of bounded size, until they are stored (docs/adr/0003). One writer appends and fsyncs; readers take
/// records in order and complete them in any; a file whose records are all complete is deleted.
/// </summary>
internal sealed partial class SpoolLog : IBatchSink, IDisposable
{
    private const long SegmentBytes = 16_777_216;
    private const long NearlyFullBytes = 1_048_576;

    /// <summary>A larger buffer is let go: one large batch must not cost memory for good.</summary>
    private const int MostKeptBytes = 4_194_304;

    private const string Pattern = "*.spool";

    /// <summary>After this time a file whose records are all stored makes way for a new one, so that it can be deleted.</summary>
    private static readonly TimeSpan SegmentAge = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly SpoolQueue waiting;
    private readonly List<SpoolSegment> segments = [];
    private readonly SpoolOptions options;
    private readonly BusMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger<SpoolLog> logger;
    private readonly string folder;
    private readonly FileStream held;
    private ArrayBufferWriter<byte> compressed = new();
    private SpoolSegment? current;
    private long nextNumber = 1;
    private long bytes;
    private volatile bool isFailing;
    private bool isFull;

    public SpoolLog(DataOptions data, SpoolOptions options, BusMetrics metrics, TimeProvider time, ILogger<SpoolLog> logger)
    {
        (this.options, this.metrics, this.time, this.logger) = (options, metrics, time, logger);
        waiting = new SpoolQueue(Lose);
        Disk = new SpoolDisk(time);
        folder = data.PathOf("spool");
        Directory.CreateDirectory(folder);
        FolderSync.Flush(Path.GetDirectoryName(folder)!);
        held = SpoolDisk.Hold(folder);
        Recover();
        metrics.ObserveSpool(() => Interlocked.Read(ref bytes), () => Age().TotalSeconds);
    }

    /// <inheritdoc/>
    public int Parallelism => 1;

    /// <summary>The disk that it writes to.</summary>
    public SpoolDisk Disk { get; init; }

    /// <summary>Whether half of what may wait does.</summary>
    public bool IsHalfFull => Interlocked.Read(ref bytes) > options.MaxBytes / 2;

    /// <inheritdoc cref="SpoolQueue.WaitAsync"/>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => waiting.WaitAsync(cancellationToken);

    /// <inheritdoc cref="SpoolQueue.TryTake"/>
    public bool TryTake([NotNullWhen(true)] out SpoolRecord? record) => waiting.TryTake(out record);

    /// <inheritdoc/>
    public async Task WriteAsync(ReadOnlyMemory<byte> batch, CancellationToken cancellationToken)
    {
        try
        {
            await Disk.WriteAsync(() => Compress(batch.Span), isAwaited => Write(compressed.WrittenSpan, isAwaited), cancellationToken);
        }
        catch (NotDurableException exception) when (Disk.IsStuck)
        {
            WriteFailed(exception);
            throw;
        }
    }

    private void Compress(ReadOnlySpan<byte> batch)
    {
        compressed.ResetWrittenCount();
        if (compressed.Capacity > MostKeptBytes)
            compressed = new ArrayBufferWriter<byte>();
        BatchCompression.Compress(batch, compressed);
    }

    private void Write(ReadOnlySpan<byte> batch, Func<bool> isAwaited)
    {
        if (Interlocked.Read(ref bytes) + batch.Length > options.MaxBytes)
        {
            // Once until something is written again, as of the disk: every sender hears it for himself.
            if (!isFull)
                LogFull(logger, options.MaxBytes);
            isFull = true;
            throw new NotDurableException($"The spool is full (Spool__MaxBytes = {options.MaxBytes}).");
        }

        SpoolSegment segment;
        lock (gate)
        {
            current ??= Begin();
            segment = current;
            // Before the lock is let go: else the file could be deleted as done with, and this record with it.
            segment.Reserve();
        }

        try
        {
            var before = segment.Length;
            segment.Append(batch, time.GetUtcNow(), isAwaited);
            segment.Complete();
            Interlocked.Add(ref bytes, segment.Length - before);
            waiting.Wake();
            isFailing = isFull = false;
        }
        catch (Exception exception)
        {
            // After a failed write or fsync nobody knows what is on disk: this file gets no more, the next batch starts another.
            segment.CutOff();
            segment.Complete();
            Seal(segment);
            WriteFailed(exception);
            throw new NotDurableException("The spool cannot be written.", exception);
        }

        if (segment.Length >= SegmentBytes)
            Seal(segment);
    }

    /// <summary>Whether a batch could be written now: there is room, and the disk takes what is written.</summary>
    public bool CanWrite()
    {
        if (Interlocked.Read(ref bytes) > options.MaxBytes - Math.Min(NearlyFullBytes, options.MaxBytes / 10))
            return false;
        if (!isFailing && !Disk.IsStuck)
            return true;
        // Who asks may keep senders away until the answer is yes: so it must not wait for the next batch.
        return Disk.TakesBatch(folder);
    }

    /// <summary>Notes that a record is stored, and deletes what is done with.</summary>
    public void Complete(SpoolRecord record)
    {
        waiting.Complete(record);
        metrics.Drained(record.Length);
        record.Release();
        record.Segment.Complete();
        // The current file waits for its time: DeleteStored looks after it every second.
        if (record.Segment.IsSealed)
            DeleteIfStored(record.Segment);
    }

    /// <summary>
    /// Moves a record that no worker can read to a file of its own, which is left alone. It is written as the spool's files are, so that a
    /// later version takes it up once it is renamed.
    /// </summary>
    public void SetAside(SpoolRecord record)
    {
        var batch = record.Stored;
        // By its content: after a crash it is set aside again, and file numbers begin anew in an empty folder.
        var path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(batch)) + ".unreadable");
        File.Delete(path);
        using (var aside = SpoolSegment.Create(path, Disk))
            aside.Append(batch, record.AcceptedAt, () => true);
        Disk.FlushFolder(folder);
        Complete(record);
    }

    /// <summary>Gives a record up that the disk does not give back any more; its file is kept aside once the others in it are stored.</summary>
    public void GiveUp(SpoolRecord record, Exception cause)
    {
        record.Segment.IsDamaged = true;
        Lose(record.Segment, cause);
        Complete(record);
    }

    /// <summary>Makes a file whose records are all stored give way, if it is old enough, and deletes it.</summary>
    public void DeleteStored()
    {
        lock (gate)
        {
            if (current is { IsStored: true, Length: > 0 } idle && Environment.TickCount64 - idle.CreatedAt >= SegmentAge.TotalMilliseconds)
            {
                idle.IsSealed = true;
                current = null;
            }

            foreach (var segment in segments.ToArray())
                DeleteIfStored(segment);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        waiting.Close();
        lock (gate)
        {
            foreach (var segment in segments)
                segment.Dispose();
        }

        held.Dispose();
        Disk.Dispose();
    }

    private TimeSpan Age()
    {
        var now = time.GetUtcNow();
        return waiting.OldestAt is { } oldest && oldest < now ? now - oldest : TimeSpan.Zero;
    }

    private void Lose(SpoolSegment segment, Exception cause)
    {
        metrics.Unreadable();
        LogLost(logger, Path.GetFileName(segment.FilePath), cause);
        DeleteIfStored(segment);
    }

    private void DeleteIfStored(SpoolSegment segment)
    {
        lock (gate)
        {
            if (segment is not { IsSealed: true, IsStored: true } || !segments.Remove(segment))
                return;
            try
            {
                segment.Delete();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It is stored, and known as stored if a later process reads it again.
                LogNotDeleted(logger, Path.GetFileName(segment.FilePath), exception);
            }

            Interlocked.Add(ref bytes, -segment.Length);
        }
    }

    private void Add(SpoolSegment segment)
    {
        segments.Add(segment);
        waiting.Add(segment);
    }

    private SpoolSegment Begin()
    {
        try
        {
            var segment = SpoolSegment.Create(Path.Combine(folder, $"{nextNumber++:D12}.spool"), Disk);
            try
            {
                Disk.FlushFolder(folder);
            }
            catch
            {
                segment.Delete();
                throw;
            }

            Add(segment);
            return segment;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WriteFailed(exception);
            throw new NotDurableException("The spool cannot be written.", exception);
        }
    }

    private void WriteFailed(Exception exception)
    {
        if (!isFailing)
            LogWriteFailed(logger, exception);
        isFailing = true;
    }

    private void Seal(SpoolSegment segment)
    {
        lock (gate)
        {
            segment.IsSealed = true;
            current = null;
        }

        DeleteStored();
    }

    private void Recover()
    {
        var paths = Directory.EnumerateFiles(folder, Pattern).Order(StringComparer.Ordinal).ToList();
        var batches = 0;
        foreach (var path in paths)
        {
            var segment = SpoolSegment.Reopen(path, Disk);
            var (records, lost) = segment.Recover(isNewest: path == paths[^1]);
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), out var number))
                nextNumber = Math.Max(nextNumber, number + 1);
            if (segment.IsDamaged)
                LogDamaged(logger, Path.GetFileName(path), lost);
            else if (lost > 0)
                LogTorn(logger, Path.GetFileName(path), lost);
            Add(segment);
            bytes += segment.Length;
            batches += records;
        }

        if (batches > 0)
            LogRecovered(logger, batches, bytes);
        DeleteStored();
    }

    [LoggerMessage(LogLevel.Error, "The spool is full (Spool__MaxBytes = {MaxBytes}); senders get 503 until what waits in it is stored or at the broker. See which of them is away, or give it more room.")]
    private static partial void LogFull(ILogger logger, long maxBytes);

    [LoggerMessage(LogLevel.Error, "The spool cannot be written; senders get 503 until it can. Look at the disk of Data__Directory.")]
    private static partial void LogWriteFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "The spool's file {File} cannot be deleted. What is in it is stored; look at the disk of Data__Directory.")]
    private static partial void LogNotDeleted(ILogger logger, string file, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The spool's file {File} ends with {Bytes} bytes of a batch that was not promised to anybody.")]
    private static partial void LogTorn(ILogger logger, string file, long bytes);

    [LoggerMessage(LogLevel.Error, "The spool's file {File} was damaged on disk, or an earlier write of it broke off: {Bytes} bytes in it cannot be read. It is kept with the ending .damaged; look at the disk.")]
    private static partial void LogDamaged(ILogger logger, string file, long bytes);

    [LoggerMessage(LogLevel.Error, "A batch of the spool's file {File} cannot be read from the disk and is not stored; the file is kept with the ending .damaged. Look at the disk of Data__Directory.")]
    private static partial void LogLost(ILogger logger, string file, Exception exception);

    [LoggerMessage(LogLevel.Information, "{Batches} accepted batches ({Bytes} bytes) wait in the spool and will be stored now.")]
    private static partial void LogRecovered(ILogger logger, int batches, long bytes);
}
