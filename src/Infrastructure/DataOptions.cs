namespace Tracking.Infrastructure;

/// <summary>Settings <c>Data__…</c>.</summary>
public sealed class DataOptions
{
    /// <summary>Folder of all that this process keeps: database (Sqlite), spool, first keys. Default <c>data</c>; made where absent.</summary>
    public string Directory { get; init; } = "data";

    /// <summary>The path of something in the folder.</summary>
    public string PathOf(string name) => Path.Combine(Path.GetFullPath(Directory), name);
}
