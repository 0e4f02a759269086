using System.Security.Cryptography;
using System.Text;

namespace Tracking.Application.Import;

/// <summary>
/// Who in a log asked for /robots.txt and for nothing that a browser loads with a page: programs, whatever they call themselves. Told apart by
/// address and user agent, of which only hashes are held.
/// </summary>
public sealed class RobotsReaders
{
    // 32 bytes each. Who has more in one file is told fewer of them.
    private const int MostHeld = 100_000;

    private readonly HashSet<UInt128> readers = [];

    private RobotsReaders()
    {
    }

    /// <summary>Nobody, for a log that can be read once only.</summary>
    public static RobotsReaders None { get; } = new();

    /// <summary>Finds them. It reads the log once, and once more when there is one, from where it is; then puts it back there.</summary>
    /// <param name="log">The log.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns><see cref="None"/> for a log that cannot be put back.</returns>
    public static async Task<RobotsReaders> OfAsync(Stream log, CancellationToken cancellationToken)
    {
        if (!log.CanSeek)
            return None;
        var found = new RobotsReaders();
        // Who loaded something before asking is not known until then, and all who loaded something may be millions.
        await ReadAsync(log, found.NoteReader, cancellationToken);
        if (found.readers.Count > 0)
            await ReadAsync(log, found.LetBrowserGo, cancellationToken);
        return found;
    }

    /// <summary>Whether this is one of them.</summary>
    internal bool Contain(string address, string? userAgent) => readers.Count > 0 && readers.Contains(HashOf(address, userAgent));

    private static async Task ReadAsync(Stream log, Action<LogLine> note, CancellationToken cancellationToken)
    {
        var start = log.Position;
        try
        {
            await foreach (var line in new LogReader(log).ReadLinesAsync(cancellationToken))
                note(line);
        }
        catch (InvalidDataException)
        {
            // Cut off or damaged: the import itself, which comes to the same place, says so.
        }

        log.Position = start;
    }

    private void NoteReader(LogLine line)
    {
        if (readers.Count < MostHeld && line.Bytes.Span.IndexOf("/robots.txt"u8) >= 0
            && PathOf(line, out var hash) is "/robots.txt")
            readers.Add(hash);
    }

    private void LetBrowserGo(LogLine line)
    {
        if (PathOf(line, out var hash) is { } path && AssetRule.IsLoadedWithPage(path))
            readers.Remove(hash);
    }

    private static string? PathOf(LogLine line, out UInt128 hash)
    {
        hash = default;
        if (line.IsTooLong || !AccessLogLine.TryParse(line.Bytes.Span, out var parsed) || parsed.Target is null)
            return null;
        hash = HashOf(parsed.Address, parsed.UserAgent);
        return RequestTarget.From(parsed.Target).Path;
    }

    private static UInt128 HashOf(string address, string? userAgent)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{address} {PageRequest.Shorten(userAgent)}"), hash);
        return BitConverter.ToUInt128(hash);
    }
}
