using System.Security.Cryptography;
using System.Text;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Destinations.Secrets;

/// <summary>
/// What the ring's keys are encrypted with: the setting <c>Destinations__Secret</c>. A process that is by itself (in-memory transport) makes
/// one where none is set, in a file of the data folder that its owner alone can read.
/// </summary>
internal sealed class RingSecret(DestinationsOptions options, BusOptions bus, DataOptions data)
{
    private const string FileName = "destinations-secret";
    private const int KeyBytes = 32;

    // One that fails is tried again: a disk that is away for a moment is no reason to start anew.
    private readonly Lazy<byte[]?> key = new(() => Derive(options, bus, data), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Whether there is one.</summary>
    public bool IsGiven => key.Value is not null;

    /// <summary>The key.</summary>
    /// <exception cref="CryptographicException">There is none.</exception>
    public byte[] Key => key.Value ?? throw new CryptographicException(
        "Destinations__Secret is not set: the secrets of destinations cannot be read. Set it to the same text in every process.");

    private static byte[]? Derive(DestinationsOptions options, BusOptions bus, DataOptions data)
    {
        var text = options.Secret ?? (bus.Transport == BusTransport.InMemory ? OwnSecret(data.PathOf(FileName)) : null);
        return text is null
            ? null
            : HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(text), KeyBytes, info: "tracking key ring"u8.ToArray());
    }

    private static string OwnSecret(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            // Under a name of its own first: a process that is killed leaves no half of it.
            var written = $"{path}.{Guid.CreateVersion7():N}";
            using (var stream = new FileStream(written, options))
            {
                stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes))));
                stream.Flush(flushToDisk: true);
            }

            if (!File.Exists(path))
                File.Move(written, path);
            FolderSync.Flush(Path.GetDirectoryName(path)!);
        }

        return File.ReadAllText(path);
    }
}
