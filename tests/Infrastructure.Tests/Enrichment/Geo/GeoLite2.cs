using Tracking.Infrastructure.Enrichment.Geo;

namespace Tracking.Infrastructure.Tests.Enrichment.Geo;

/// <summary>
/// A test on MaxMind's public test databases (<c>GeoLite2-City-Test.mmdb</c> and its like), in the folder that <c>TRACKING_TEST_DATA</c>
/// names, else in <c>../shared/data</c> beside the repository. Where there are none the test is reported as skipped; what it shows is then
/// held by <see cref="MadePlaceTests"/> alone.
/// </summary>
internal sealed class GeoLite2TheoryAttribute : TheoryAttribute
{
    public GeoLite2TheoryAttribute() => Skip = GeoLite2.Missing;
}

/// <inheritdoc cref="GeoLite2TheoryAttribute"/>
internal sealed class GeoLite2FactAttribute : FactAttribute
{
    public GeoLite2FactAttribute() => Skip = GeoLite2.Missing;
}

/// <summary>A test on the country file that the build brings; without it (a build that skips it) reported as skipped.</summary>
internal sealed class BundledCountryTheoryAttribute : TheoryAttribute
{
    public BundledCountryTheoryAttribute()
    {
        if (!File.Exists(GeoDatabase.BundledPath))
            Skip = "There is no enrichment/country.mmdb: it comes with a build that does not skip it.";
    }
}

/// <summary>Where MaxMind's test databases are.</summary>
internal static class GeoLite2
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("TRACKING_TEST_DATA") is { Length: > 0 } folder
        ? folder
        : Path.Combine(RepositoryRoot(), "..", "shared", "data");

    public static string? Missing { get; } = File.Exists(PathOf("City"))
        ? null
        : $"There is no GeoLite2-City-Test.mmdb: set TRACKING_TEST_DATA to its folder (looked in {Folder}).";

    public static string PathOf(string kind) => Path.Combine(Folder, $"GeoLite2-{kind}-Test.mmdb");

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tracking.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
