using System.Diagnostics;

namespace Tracking.Reliability.Tests.Running;

/// <summary>A small file system of its own, for an installation whose disk gets full.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabytes = 192;

    public SmallDisk()
    {
        Folder = Directory.CreateTempSubdirectory("tracking-small-disk-").FullName;
        Run($"mount -t tmpfs -o size={Megabytes}m tracking-test \"$1\"", Folder).ShouldBeTrue();
    }

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Whether this machine lets the test mount one.</summary>
    public static bool CanMount()
    {
        var folder = Directory.CreateTempSubdirectory("tracking-small-disk-").FullName;
        try
        {
            return Run("mount -t tmpfs -o size=1m tracking-test \"$1\" && umount \"$1\"", folder);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    /// <summary>Fills what is free.</summary>
    /// <param name="but">Bytes that stay free.</param>
    public void Fill(long but = 0)
    {
        Run("head -c 1G /dev/zero >\"$1\"", Ballast);
        using var file = File.OpenWrite(Ballast);
        file.SetLength(Math.Max(0, file.Length - but));
    }

    /// <summary>Makes room again.</summary>
    public void MakeRoom() => File.Delete(Ballast);

    /// <inheritdoc/>
    public void Dispose()
    {
        Run("umount \"$1\"", Folder);
        Directory.Delete(Folder);
    }

    private static bool Run(string line, string argument)
    {
        using var shell = Process.Start("bash", ["-c", $"{line} 2>/dev/null", "-", argument]);
        shell.WaitForExit();
        return shell.ExitCode == 0;
    }
}
