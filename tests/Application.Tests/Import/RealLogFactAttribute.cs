namespace Tracking.Application.Tests.Import;

/// <summary>
/// A test on a real server's log, <c>access.log</c> in the folder that <c>TRACKING_TEST_DATA</c> names, else in
/// <c>../shared/data</c> beside the repository. Where there is none the test is reported as skipped; what it
/// shows is then held by <see cref="MadeLogTests"/> alone.
/// </summary>
internal sealed class RealLogFactAttribute : FactAttribute
{
    public RealLogFactAttribute()
    {
        if (!File.Exists(LogPath))
            Skip = $"There is no access.log: set TRACKING_TEST_DATA to its folder (looked for {LogPath}).";
    }

    public static string LogPath { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("TRACKING_TEST_DATA") is { Length: > 0 } folder
            ? folder
            : Path.Combine(RepositoryRoot(), "..", "shared", "data"),
        "access.log");

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tracking.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
