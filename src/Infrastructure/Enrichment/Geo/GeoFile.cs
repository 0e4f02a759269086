using System.Net;
using System.Net.Sockets;
using MaxMind.Db;

namespace Tracking.Infrastructure.Enrichment.Geo;

/// <summary>
/// A file in the MaxMind DB format, read whole into memory: what is done to the file afterwards does not reach it. (Mapped into memory,
/// a file that is written over would end the process.)
/// </summary>
/// <remarks>
/// Its memory is not the garbage collector's, and the reader must not be disposed while it is asked: so whoever asks holds it, and it is
/// given back when it was closed and nobody holds it any more.
/// </remarks>
internal sealed class GeoFile
{
    /// <summary>So many entries are looked at to see whether the file is understood: a few milliseconds' worth.</summary>
    private const int LookedAt = 10_000;

    private readonly Reader reader;
    private int holders = 1;
    private volatile bool isDamaged;

    private GeoFile(string name, Reader reader)
    {
        (Name, this.reader) = (name, reader);
        Kind = reader.Metadata.DatabaseType;
        BuiltAt = new DateTimeOffset(DateTime.SpecifyKind(reader.Metadata.BuildDate, DateTimeKind.Utc));
    }

    /// <summary>Name of the file, without its folder.</summary>
    public string Name { get; }

    /// <summary>What the file says it is: <c>GeoLite2-City</c>.</summary>
    public string Kind { get; }

    /// <summary>When its content was put together.</summary>
    public DateTimeOffset BuiltAt { get; }

    /// <summary>Whether an entry was come across that cannot be read.</summary>
    public bool IsDamaged => isDamaged;

    /// <summary>Whether its memory was given back.</summary>
    public bool IsReleased => Volatile.Read(ref holders) == 0;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not whole, or nothing of it is understood; the message says which, after the file's name.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static GeoFile Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        GeoFile file;
        try
        {
            file = new GeoFile(Path.GetFileName(path), new Reader(stream));
        }
        catch (Exception exception) when (exception is not (IOException or UnauthorizedAccessException or OutOfMemoryException))
        {
            throw new InvalidDataException("is not a whole MaxMind DB file", exception);
        }

        try
        {
            file.LookAtEntries();
            return file;
        }
        catch
        {
            file.Close();
            throw;
        }
    }

    /// <summary>Looks an address up.</summary>
    /// <param name="address">The address.</param>
    /// <param name="record">What there is; <c>null</c>: nothing, or nothing that can be read.</param>
    /// <returns><c>false</c> when the file was closed meanwhile: another has taken its place.</returns>
    public bool TryFind(IPAddress address, out GeoRecord? record)
    {
        record = null;
        if (!TryHold())
            return false;
        try
        {
            // A tree of IPv4 networks would take the beginning of an IPv6 address for one.
            if (reader.Metadata.IPVersion == 6 || address.AddressFamily == AddressFamily.InterNetwork)
                record = reader.Find<GeoRecord>(address);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever the file holds there, an event does without a place.
            isDamaged = true;
        }
        finally
        {
            Release();
        }

        return true;
    }

    /// <summary>Gives its memory back as soon as nobody asks it any more; to be called once.</summary>
    public void Close() => Release();

    private void LookAtEntries()
    {
        try
        {
            // All of them are read, also after one that is understood.
            var isUnderstood = false;
            foreach (var entry in reader.FindAll<GeoRecord>(cacheSize: 1).Take(LookedAt))
                isUnderstood |= entry.Data.IsUnderstood;
            if (isUnderstood)
                return;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new InvalidDataException($"is damaged, or of a layout that is not known (it calls itself '{Kind}')", exception);
        }

        throw new InvalidDataException($"has none of the fields that are known (it calls itself '{Kind}')");
    }

    private bool TryHold()
    {
        var seen = Volatile.Read(ref holders);
        while (seen > 0)
        {
            var before = Interlocked.CompareExchange(ref holders, seen + 1, seen);
            if (before == seen)
                return true;
            seen = before;
        }

        return false;
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref holders) == 0)
            reader.Dispose();
    }
}
