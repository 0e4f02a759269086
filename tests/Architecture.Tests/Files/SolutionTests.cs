namespace Tracking.Architecture.Tests.Files;

/// <summary>A project outside the solution is neither built nor tested.</summary>
public class SolutionTests
{
    [Fact]
    public void Every_project_is_in_the_solution() =>
        Missing(Repository.Files, File.ReadAllText(Path.Combine(Repository.Root, "Tracking.sln"))).ShouldBeEmpty();

    [Fact]
    public void The_rule_sees_a_project_that_is_missing() => Missing(
        [new SourceFile("src/Api/Tracking.Api.csproj", ""), new SourceFile("src/New/Tracking.New.csproj", "")],
        "\"Tracking.Api\", \"src\\Api\\Tracking.Api.csproj\", ").ShouldBe(["src/New/Tracking.New.csproj"]);

    private static IEnumerable<string> Missing(IEnumerable<SourceFile> files, string solution) => files
        .Select(file => file.Path)
        .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))
        .Where(path => !solution.Replace('\\', '/').Contains($"\"{path}\"", StringComparison.Ordinal));
}
