namespace Tracking.Infrastructure.Destinations.Files;

/// <summary>
/// The file of an hour that is not over. It is hidden, so that nobody takes it away half written, and locked, so that no second process
/// writes into it.
/// </summary>
internal sealed class PartFile : IDisposable
{
    /// <summary>Nobody else may open it meanwhile. Windows would let nobody rename it either.</summary>
    public static readonly FileShare Alone = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    private const byte NewLine = (byte)'\n';

    private readonly FileStream stream;
    private long length;

    private PartFile(FileStream stream, string hour)
    {
        (this.stream, Hour) = (stream, hour);
        length = EndOfLastLine(stream);
        CutTail();
    }

    /// <summary>Its hour: <c>2026-05-17T10</c>.</summary>
    public string Hour { get; }

    /// <summary>How many bytes of lines it has.</summary>
    public long Length => length;

    /// <summary>Whether it has no line.</summary>
    public bool IsEmpty => length == 0;

    /// <summary>Where that of an hour lies.</summary>
    public static string PathOf(string folder, string hour) => Path.Combine(folder, $".{hour}.part");

    /// <summary>Opens that of an hour, one that an ended process left or a new one. A torn line at its end is cut off: nobody was told that it is there.</summary>
    /// <exception cref="IOException">Another process has it, or the disk does not do as it is told.</exception>
    public static PartFile Open(string folder, string hour)
    {
        var stream = new FileStream(PathOf(folder, hour), Options(FileMode.OpenOrCreate));
        try
        {
            return new PartFile(stream, hour);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>How files of events are opened to write them.</summary>
    public static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = Alone, BufferSize = 0 };
        // Persons' events: the process's mask keeps them to its user; a default ACL of the root's can open them to who collects them, up to this.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        return options;
    }

    /// <summary>Adds a line for each event; when it returns they are on disk, and when it throws none of them is in the file.</summary>
    public void Append(IReadOnlyList<MappedEvent> events)
    {
        var lines = new byte[events.Sum(one => one.Json.Length + 1)];
        var at = 0;
        foreach (var one in events)
        {
            one.Json.CopyTo(lines, at);
            at += one.Json.Length + 1;
            lines[at - 1] = NewLine;
        }

        try
        {
            RandomAccess.Write(stream.SafeFileHandle, lines, length);
            RandomAccess.FlushToDisk(stream.SafeFileHandle);
            length += lines.Length;
        }
        catch (IOException)
        {
            CutTail();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static long EndOfLastLine(FileStream stream)
    {
        var buffer = new byte[65_536];
        for (var end = stream.Length; end > 0;)
        {
            var start = Math.Max(0, end - buffer.Length);
            var read = RandomAccess.Read(stream.SafeFileHandle, buffer.AsSpan(0, (int)(end - start)), start);
            if (Array.LastIndexOf(buffer, NewLine, read - 1, read) is var found and >= 0)
                return start + found + 1;
            end = start;
        }

        return 0;
    }

    private void CutTail()
    {
        if (stream.Length == length)
            return;
        RandomAccess.SetLength(stream.SafeFileHandle, length);
        RandomAccess.FlushToDisk(stream.SafeFileHandle);
    }
}
