using System.Diagnostics;

namespace Tracking.Architecture.Tests;

/// <summary>A file of the repository.</summary>
/// <param name="Path">From the repository's root, with slashes: <c>src/Api/Program.cs</c>.</param>
/// <param name="Text">Its text; empty for binary files.</param>
public sealed record SourceFile(string Path, string Text)
{
    public string[] Lines => Text.Split('\n');

    public bool IsBelow(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);
}

/// <summary>The working tree that the tests were built from.</summary>
internal static class Repository
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> All = new(() => [.. Paths().Select(Read)]);

    public static string Root { get; } = FindRoot();

    /// <summary>What git tracks or would add (that is, what is not ignored).</summary>
    public static IReadOnlyList<SourceFile> Files => All.Value;

    public static IEnumerable<SourceFile> Below(string folder) => Files.Where(file => file.IsBelow(folder));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tracking.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("Tracking.sln is in no folder above the tests.");
    }

    private static IEnumerable<string> Paths()
    {
        // safe.directory: a clone made by one user may be tested by another, as containers do.
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start)!;
        var paths = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        git.ExitCode.ShouldBe(0, "git ls-files");
        return paths.Distinct().Where(path => File.Exists(Path.Combine(Root, path)));
    }

    private static SourceFile Read(string path)
    {
        var text = File.ReadAllText(Path.Combine(Root, path));
        return new SourceFile(path, text.Contains('\0') ? "" : text);
    }
}
