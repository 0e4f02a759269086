using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using Tracking.Api.Problems;

namespace Tracking.Api.Collect;

/// <summary>
/// A request's JSON body: decompressed, of bounded size, UTF-8. It is read here and not by the framework's middleware, since every way in
/// which it can be wrong has an answer of its own.
/// </summary>
internal sealed class RequestBody(LargeBodies large) : IDisposable
{
    private const int FirstBuffer = 16_384;
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(5);

    private byte[] rented = [];
    private int length;
    private int taken;

    private enum Copied
    {
        Whole,
        TooLarge,
        NoRoom,
    }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Reads it.</summary>
    /// <returns>What is wrong; <c>null</c> when it could be read.</returns>
    public Task<IResult?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken) =>
        ReadAsync(request, maxBytes, IsJson(request.ContentType), "JSON in UTF-8 as Content-Type: application/json or text/plain", cancellationToken);

    /// <summary>Reads JSON, or CSV.</summary>
    /// <returns>What is wrong; <c>null</c> when it could be read.</returns>
    public Task<IResult?> ReadJsonOrCsvAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken) => ReadAsync(
        request, maxBytes, IsJson(request.ContentType) || IsCsv(request.ContentType),
        "JSON as Content-Type: application/json, or a table as Content-Type: text/csv, in UTF-8", cancellationToken);

    /// <summary>Whether a content type is CSV.</summary>
    public static bool IsCsv(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType == "text/csv";

    private async Task<IResult?> ReadAsync(HttpRequest request, int maxBytes, bool isSupported, string supported, CancellationToken cancellationToken)
    {
        if (!isSupported)
            return Problem.Of(StatusCodes.Status415UnsupportedMediaType, "The body's type is not supported.", $"Send {supported}.");

        var encoding = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
        if (encoding is not ("" or "identity" or "gzip" or "br" or "deflate"))
        {
            return Problem.Of(StatusCodes.Status415UnsupportedMediaType, "The body's encoding is not supported.",
                "Send it as it is, or with Content-Encoding: gzip, br or deflate.");
        }

        if (request.ContentLength > maxBytes)
            return TooLarge(maxBytes);
        try
        {
            // One byte more than it says, so that its end is seen without a larger buffer.
            rented = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength + 1 ?? FirstBuffer, FirstBuffer));
            var copied = await CopyAsync(request.Body, maxBytes, cancellationToken);
            if (copied == Copied.Whole && encoding is not ("" or "identity"))
                copied = await DecompressAsync(encoding, maxBytes, cancellationToken);
            if (copied == Copied.TooLarge)
                return TooLarge(maxBytes);
            if (copied == Copied.NoRoom)
                return NoRoom(request.HttpContext);
        }
        catch (InvalidDataException)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "The body cannot be decompressed.", $"It is not whole {encoding}; send it again.");
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            // Kestrel's word for a chunk whose size is past all measure, and for a connection that broke.
            throw new BadHttpRequestException("The body cannot be read.", exception);
        }

        Bytes = rented.AsMemory(0, length);
        if (Bytes.Span.StartsWith(ByteOrderMark))
            Bytes = Bytes[3..];
        return Utf8.IsValid(Bytes.Span)
            ? null
            : Problem.Of(StatusCodes.Status400BadRequest, "The body is not UTF-8.", "Send JSON in UTF-8.");
    }

    /// <summary>400 for a body that is no JSON: where it goes wrong.</summary>
    public static IResult NotJson(JsonException exception) => Problem.Of(
        StatusCodes.Status400BadRequest, "The body is not valid JSON.",
        $"It breaks off or goes wrong at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}.");

    /// <inheritdoc/>
    public void Dispose()
    {
        Return(rented, length);
        large.GiveBack(taken);
    }

    private static bool IsJson(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return false;
        var isJson = type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase);
        return isJson && (!type.Charset.HasValue || type.Charset.Value.AsSpan().Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || type.Charset.Value.AsSpan().Trim('"').Equals("utf8", StringComparison.OrdinalIgnoreCase));
    }

    private static IResult TooLarge(int maxBytes) => Problem.Of(
        StatusCodes.Status413PayloadTooLarge, "The body is too large.",
        $"At most {maxBytes} bytes after decompression are allowed; send less at once.");

    private static IResult NoRoom(HttpContext context) => Problem.ComeBack(
        context, StatusCodes.Status503ServiceUnavailable, ComeBackAfter, "Too many large requests at once.",
        $"Nothing was stored. Send it again after Retry-After, or in requests of at most {FirstBuffer} bytes, for which there is always room.");

    private async Task<Copied> DecompressAsync(string encoding, int maxBytes, CancellationToken cancellationToken)
    {
        var (compressed, compressedLength) = (rented, length);
        var source = new MemoryStream(compressed, 0, compressedLength, writable: false);
        rented = [];
        length = 0;
        try
        {
            await using Stream decompressed = encoding switch
            {
                "gzip" => new GZipStream(source, CompressionMode.Decompress),
                "br" => new BrotliStream(source, CompressionMode.Decompress),
                // What HTTP calls deflate is zlib (RFC 9110, 8.4.1.2); some send raw deflate all the same.
                _ when source.Length >= 2 && ((compressed[0] << 8) | compressed[1]) % 31 == 0 && (compressed[0] & 0x0F) == 8
                    => new ZLibStream(source, CompressionMode.Decompress),
                _ => new DeflateStream(source, CompressionMode.Decompress),
            };
            return await CopyAsync(decompressed, maxBytes, cancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            // What a Brotli stream throws on invalid data, unlike all others.
            throw new InvalidDataException(exception.Message, exception);
        }
        finally
        {
            Return(compressed, compressedLength);
        }
    }

    private async Task<Copied> CopyAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (length == rented.Length && !TryGrow(maxBytes))
                return Copied.NoRoom;
            var read = await stream.ReadAsync(rented.AsMemory(length), cancellationToken);
            if (read == 0)
                return Copied.Whole;
            length += read;
            if (length > maxBytes)
                return Copied.TooLarge;
        }
    }

    private bool TryGrow(int maxBytes)
    {
        var wanted = Math.Min(Math.Max(FirstBuffer, length * 2), maxBytes + 1);
        // What is held while nothing comes is what counts: a compressed body is decompressed at once.
        if (wanted > FirstBuffer)
        {
            if (!large.TryTake(wanted))
                return false;
            large.GiveBack(taken);
            taken = wanted;
        }

        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        rented.AsSpan(0, length).CopyTo(larger);
        Return(rented, length);
        rented = larger;
        return true;
    }

    /// <summary>What was sent must not lie about in memory; clearing what was never used costs as much as reading a small body.</summary>
    private static void Return(byte[] array, int used)
    {
        array.AsSpan(0, used).Clear();
        if (array.Length > 0)
            ArrayPool<byte>.Shared.Return(array);
    }
}
