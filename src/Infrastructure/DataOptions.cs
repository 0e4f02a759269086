namespace Tracking.Infrastructure;

/// <summary>Settings <c>Data__…</c>.</summary>
public sealed class DataOptions
{
    /// <summary>Folder of all that this process keeps: database (Sqlite), spool, first keys. Default <c>data</c>; made where absent.</summary>
    public string Directory { get; init; } = "data";

    /// <summary>The path of something in the folder.</summary>
    public string PathOf(string name) => Path.Combine(Path.GetFullPath(Directory), name);

    /// <summary>Makes the folder where it is absent; on Unix its owner alone can look into it.</summary>
    public void MakeDirectory()
    {
        var path = Path.GetFullPath(Directory);
        if (OperatingSystem.IsWindows())
            System.IO.Directory.CreateDirectory(path);
        else
            System.IO.Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
