using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Tracking.Application.Import;

/// <summary>
/// Reads a log's lines as bytes, from plain text or gzip (also of several members, as rotated files put together are), told
/// apart by content so that standard input works. Memory does not grow with the file or its lines. Line breaks are LF or
/// CRLF; a byte order mark is left out; a blank line is a line.
/// </summary>
/// <param name="source">Read once from where it is to its end; not disposed.</param>
public sealed class LogReader(Stream source)
{
    /// <summary>Longest line in bytes; servers themselves refuse requests of an eighth of that.</summary>
    public const int MaxLineBytes = 65_536;

    private const int BufferBytes = 65_536;
    private long _bytesRead;

    // Else a gzip file that was cut off passes for a whole one. The switch is the process's, and has to be set before its
    // first decompression; an import is a process of its own, so that nothing else is made stricter by it.
    static LogReader() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <summary>Bytes taken from the source so far, compressed ones where it is gzip: the measure of progress, for any thread.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>Each line in turn. May be called once.</summary>
    /// <exception cref="InvalidDataException">The gzip data is damaged or ends too early; lines before that were given.</exception>
    public async IAsyncEnumerable<LogLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var counted = new CountingStream(source, read => Interlocked.Add(ref _bytesRead, read));
        var input = PipeReader.Create(counted, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));
        var lines = await IsGzipAsync(input, cancellationToken) ? Unzip(input) : input;
        try
        {
            var (first, overflow, ended) = (true, false, false);
            while (!ended)
            {
                var read = await lines.ReadAsync(cancellationToken);
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    var line = rest.Slice(0, end);
                    rest = rest.Slice(rest.GetPosition(1, end));
                    yield return overflow ? TooLong(terminated: true) : Line(line, first, terminated: true);
                    (first, overflow) = (false, false);
                }
                ended = read.IsCompleted;
                if (ended && (overflow || !rest.IsEmpty))
                    yield return overflow ? TooLong(terminated: false) : Line(rest, first, terminated: false);
                if (rest.Length > MaxLineBytes)
                {
                    overflow = true;
                    rest = rest.Slice(rest.End);
                }
                lines.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await lines.CompleteAsync();
            await input.CompleteAsync();
        }
    }

    private static LogLine TooLong(bool terminated) => new(default, terminated, IsTooLong: true);

    private static LogLine Line(ReadOnlySequence<byte> sequence, bool first, bool terminated)
    {
        if (sequence.Length > MaxLineBytes)
            return TooLong(terminated);
        var bytes = sequence.IsSingleSegment ? sequence.First : sequence.ToArray();
        if (first && bytes.Span.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        if (bytes.Span.EndsWith((byte)'\r'))
            bytes = bytes[..^1];
        return new LogLine(bytes, terminated);
    }

    private static PipeReader Unzip(PipeReader input) => PipeReader.Create(
        new GZipStream(input.AsStream(leaveOpen: true), CompressionMode.Decompress), new StreamPipeReaderOptions(bufferSize: BufferBytes));

    private static async ValueTask<bool> IsGzipAsync(PipeReader input, CancellationToken cancellationToken)
    {
        var read = await input.ReadAtLeastAsync(2, cancellationToken);
        var gzip = read.Buffer.Length >= 2 && StartsLikeGzip(read.Buffer);
        input.AdvanceTo(read.Buffer.Start);
        return gzip;
    }

    // RFC 1952, 2.3.1: ID1 and ID2. No log line begins with them.
    private static bool StartsLikeGzip(ReadOnlySequence<byte> buffer)
    {
        Span<byte> magic = stackalloc byte[2];
        buffer.Slice(0, 2).CopyTo(magic);
        return magic is [0x1F, 0x8B];
    }
}
