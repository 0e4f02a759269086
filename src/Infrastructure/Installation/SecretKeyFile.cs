using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Installation;

/// <summary>
/// The file of a secret key that was made here, which its owner alone can read. It is written before the key is stored, under a name of its
/// own: no end of the process in between loses the key, and of processes that start at once none overwrites another's.
/// </summary>
internal sealed class SecretKeyFile(DataOptions data)
{
    private const string Name = "secret-key";

    private readonly string path = data.PathOf(Name);

    /// <summary>Its path; <c>null</c> when there is none.</summary>
    public string? Path => File.Exists(path) ? path : null;

    /// <summary>Writes down a key that is about to be stored.</summary>
    public void Write(string key)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream($"{path}.{Guid.CreateVersion7():N}", options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(key));
            stream.Flush(flushToDisk: true);
        }

        FolderSync.Flush(System.IO.Path.GetDirectoryName(path)!);
    }

    // An operator's copy (secret-key.bak) is nobody's to take away.
    private static bool IsOurs(string written) =>
        Guid.TryParseExact(System.IO.Path.GetExtension(written).TrimStart('.'), "N", out _);

    /// <summary>Keeps of the keys that were written down the one that is stored, be it by an earlier start, under the name that is printed.</summary>
    public void Settle(Func<string, bool> isStored)
    {
        foreach (var written in Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(path)!, $"{Name}.*").Where(IsOurs).ToList())
        {
            try
            {
                if (isStored(File.ReadAllText(written)))
                    File.Move(written, path, overwrite: true);
                else
                    File.Delete(written);
            }
            catch (FileNotFoundException)
            {
                // Another process that starts in this folder was faster.
            }
        }
    }
}
