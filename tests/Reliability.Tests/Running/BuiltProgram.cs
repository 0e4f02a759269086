namespace Tracking.Reliability.Tests.Running;

/// <summary>The program as the build left it, of the same configuration as these tests.</summary>
internal static class BuiltProgram
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Tracking.Api.dll.</summary>
    public static string Library { get; } = FindLibrary();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tracking.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("Tracking.sln is in no folder above the tests.");
    }

    private static string FindLibrary()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(Root, "src", "Api", "bin", framework.Parent!.Name, framework.Name, "Tracking.Api.dll");
        return File.Exists(path) ? path : throw new InvalidOperationException($"The program is not built: {path}");
    }
}
