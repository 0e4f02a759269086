using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Installation;

/// <summary>What an accepting process must know of the store, as it was read (docs/adr/0007). No day's salt: those are destroyed in the store.</summary>
/// <param name="ReadAt">When it was read.</param>
/// <param name="HashKey">The installation's key.</param>
/// <param name="Sites">Sites with their settings.</param>
/// <param name="Keys">Keys of the API by their hashes.</param>
internal sealed record SharedState(DateTimeOffset ReadAt, byte[] HashKey, IReadOnlyList<Site> Sites, IReadOnlyList<SiteKey> Keys);

/// <summary>
/// The snapshot in the data folder, with which a process accepts events that starts while the store is away. It is another file in one
/// step: no end of the process leaves half of one. A line with the version and the content's SHA-256, then the content as JSON.
/// </summary>
internal sealed partial class SharedStateFile(DataOptions data, ILogger<SharedStateFile> logger)
{
    private const string Version = "1 ";

    private readonly string path = System.IO.Path.GetFullPath(data.PathOf("snapshot"));
    private bool isFailing;

    /// <summary>Where it lies.</summary>
    public string Path => path;

    /// <summary>Puts <paramref name="state"/> in the place of what was there.</summary>
    /// <returns>Whether it is there now.</returns>
    public bool TryWrite(SharedState state)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(state, SiteDirectory.Json);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            // One process at a time uses the folder: the spool sees to it.
            using (var stream = new FileStream(path + ".new", options))
            {
                stream.Write(HeadOf(content));
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(path + ".new", path, overwrite: true);
            FolderSync.Flush(System.IO.Path.GetDirectoryName(path)!);
            isFailing = false;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!isFailing)
                LogNotWritten(logger, exception);
            isFailing = true;
            return false;
        }
    }

    /// <summary>Reads what is there; <c>null</c> where there is nothing, or nothing whole.</summary>
    public SharedState? Read()
    {
        try
        {
            if (!File.Exists(path))
                return null;
            if (TryRead(File.ReadAllBytes(path), out var state))
                return state;
            LogDamaged(logger, path);
        }
        catch (JsonException)
        {
            // Whole, and with words that this version does not know.
            LogDamaged(logger, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotRead(logger, path, exception);
        }

        return null;
    }

    private static bool TryRead(ReadOnlySpan<byte> file, [NotNullWhen(true)] out SharedState? state)
    {
        state = null;
        var end = file.IndexOf((byte)'\n') + 1;
        var content = file[end..];
        if (!file[..end].SequenceEqual(HeadOf(content)))
            return false;
        state = JsonSerializer.Deserialize<SharedState>(content, SiteDirectory.Json);
        return state is { HashKey: not null, Sites: not null, Keys: not null };
    }

    private static byte[] HeadOf(ReadOnlySpan<byte> content) =>
        System.Text.Encoding.ASCII.GetBytes($"{Version}{Convert.ToHexStringLower(SHA256.HashData(content))}\n");

    [LoggerMessage(LogLevel.Error, "The snapshot of sites and keys cannot be written; a start while the database is away would know what an earlier one says, or nothing. Look at the disk of Data__Directory.")]
    private static partial void LogNotWritten(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "The snapshot {Path} is damaged or of another version; it is taken as if there were none, and written anew once the database is read.")]
    private static partial void LogDamaged(ILogger logger, string path);

    [LoggerMessage(LogLevel.Error, "The snapshot {Path} cannot be read; it is taken as if there were none.")]
    private static partial void LogNotRead(ILogger logger, string path, Exception exception);
}
