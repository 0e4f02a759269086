namespace Tracking.Architecture.Tests.Names;

/// <summary>A folder says what the program does, not what kind of code lies in it.</summary>
public class FolderNameTests
{
    private static readonly HashSet<string> Meaningless =
        new(StringComparer.OrdinalIgnoreCase) { "Common", "Shared", "Interfaces", "Models", "Helpers", "Utils" };

    [Fact]
    public void A_folder_is_named_after_what_the_program_does() =>
        Violations([.. Repository.Below("src"), .. Repository.Below("tests")]).ShouldBeEmpty();

    [Theory]
    [InlineData("src/Domain/Common/Money.cs", "src/Domain/Common")]
    [InlineData("src/Application/Reports/Models/Row.cs", "src/Application/Reports/Models")]
    [InlineData("src/Web/dashboard/utils/dates.ts", "src/Web/dashboard/utils")]
    [InlineData("tests/Api.Tests/Helpers/Client.cs", "tests/Api.Tests/Helpers")]
    public void The_rule_sees_a_folder_that_says_nothing(string path, string folder) =>
        Violations([new SourceFile(path, "")]).ShouldBe([folder]);

    [Fact]
    public void The_rule_is_about_folders() => Violations([new SourceFile("src/Web/dashboard/shared", "")]).ShouldBeEmpty();

    private static IEnumerable<string> Violations(IEnumerable<SourceFile> files) => files
        .SelectMany(file => Folders(file.Path))
        .Where(folder => Meaningless.Contains(Path.GetFileName(folder)))
        .Distinct();

    private static IEnumerable<string> Folders(string path)
    {
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
            yield return path[..slash];
    }
}
