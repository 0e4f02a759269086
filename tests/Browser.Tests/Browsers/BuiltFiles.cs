namespace Tracking.Browser.Tests.Browsers;

/// <summary>What the Api's build made of <c>src/Web</c>.</summary>
internal static class BuiltFiles
{
    public static string Directory { get; } = Find();

    public static Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(Directory, name));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tracking.sln")))
                return Path.Combine(folder.FullName, "src", "Api", "wwwroot", "built");
        }

        throw new InvalidOperationException("Tracking.sln is in no folder above the tests.");
    }
}
