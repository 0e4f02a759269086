namespace Tracking.Api.Composition;

/// <summary>Where the static files are: beside the program when it was published, in the project when it is run from its sources.</summary>
internal static class WebRoot
{
    private const string Folder = "wwwroot";

    /// <summary>Finds the folder; <c>null</c> when there is none.</summary>
    public static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, Folder);
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
