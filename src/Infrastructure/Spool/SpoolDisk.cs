using Microsoft.Win32.SafeHandles;
using Tracking.Application.Collect;

namespace Tracking.Infrastructure.Spool;

/// <summary>The disk below the spool, which may fail, be full, or not answer at all.</summary>
internal sealed class SpoolDisk(TimeProvider time) : IDisposable
{
    /// <summary>As much as a batch of many requests has, before it is compressed.</summary>
    private const int ProbeBytes = 1_048_576;

    /// <summary>Senders wait so long for a write; a disk that is only busy is faster.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim writes = new(1, 1);
    private readonly Lock probing = new();
    private volatile bool isStuck;

    /// <summary>Forces a file to disk.</summary>
    public Action<SafeFileHandle> Flush { get; init; } = RandomAccess.FlushToDisk;

    /// <summary>Forces a folder's entries to disk.</summary>
    public Action<string> FlushFolder { get; init; } = FolderSync.Flush;

    /// <summary>Whether a write that nobody waits for any more has still not come back.</summary>
    public bool IsStuck => isStuck;

    /// <summary>Keeps other processes out: two would each take the other's files for what a dead one left, and delete them.</summary>
    public static FileStream Hold(string folder)
    {
        try
        {
            return new FileStream(folder + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new IOException($"Another process uses the spool in {folder}. Stop it, or give this one a folder of its own: Data__Directory.", exception);
        }
    }

    /// <summary>Runs a write when it is its turn, and waits for it as long as senders do.</summary>
    /// <param name="prepare">Takes what is to be written from the sender.</param>
    /// <param name="write">
    /// Gets whether it is still waited for, which it has to ask once, when all is on disk: if not, it takes back what it wrote, since the
    /// senders were told that it is not durable.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting for the turn.</param>
    /// <exception cref="NotDurableException">It took too long.</exception>
    public async Task WriteAsync(Action prepare, Action<Func<bool>> write, CancellationToken cancellationToken)
    {
        if (isStuck || !await writes.WaitAsync(Patience, cancellationToken))
            throw new NotDurableException("The disk of Data__Directory does not answer.");
        try
        {
            prepare();
        }
        catch
        {
            writes.Release();
            throw;
        }

        var isDecided = 0;
        bool Decide() => Interlocked.Exchange(ref isDecided, 1) == 0;
        var writing = Task.Run(() => Run(write, Decide), CancellationToken.None);
        try
        {
            await writing.WaitAsync(Patience, time, CancellationToken.None);
        }
        catch (TimeoutException exception) when (Decide())
        {
            isStuck = true;
            _ = writing.ContinueWith(_ => isStuck = false, TaskScheduler.Default);
            throw new NotDurableException("The disk of Data__Directory does not answer.", exception);
        }
        catch (TimeoutException)
        {
            // It has just come to its end.
            await writing;
        }
    }

    /// <summary>Whether a batch finds room in a folder, and can be forced to disk. While one asks, others are told no.</summary>
    public bool TakesBatch(string folder)
    {
        if (isStuck || !probing.TryEnter())
            return false;
        var probe = Path.Combine(folder, "probe");
        try
        {
            using var file = new FileStream(probe, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                BufferSize = 0,
                Options = FileOptions.DeleteOnClose,
            });
            var noise = new byte[ProbeBytes];
            Random.Shared.NextBytes(noise);
            file.Write(noise);
            Flush(file.SafeFileHandle);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            probing.Exit();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => writes.Dispose();

    private void Run(Action<Func<bool>> write, Func<bool> isAwaited)
    {
        try
        {
            write(isAwaited);
        }
        finally
        {
            writes.Release();
        }
    }
}
