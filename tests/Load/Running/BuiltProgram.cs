namespace Tracking.Load.Running;

/// <summary>The programs as the build left them, of the same configuration.</summary>
internal static class BuiltProgram
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The service.</summary>
    public static string Service { get; } = FindService();

    /// <summary>This program.</summary>
    public static string Self { get; } = typeof(BuiltProgram).Assembly.Location;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tracking.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("Tracking.sln is in no folder above this program.");
    }

    private static string FindService()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(Root, "src", "Api", "bin", framework.Parent!.Name, framework.Name, "Tracking.Api.dll");
        return File.Exists(path) ? path : throw new InvalidOperationException($"The service is not built: {path}");
    }
}
