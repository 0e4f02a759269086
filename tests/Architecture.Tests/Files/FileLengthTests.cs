namespace Tracking.Architecture.Tests.Files;

/// <summary>A file that needs scrolling to understand wants splitting.</summary>
public class FileLengthTests
{
    private const int MaxLines = 350;
    private static readonly HashSet<string> Code = [".cs", ".ts", ".tsx", ".js", ".mjs", ".css", ".html", ".sql", ".csproj"];

    [Fact]
    public void A_source_file_is_short_enough_to_read() => Violations(Repository.Below("src")).ShouldBeEmpty();

    [Theory]
    [InlineData("src/Api/Program.cs", MaxLines + 1)]
    [InlineData("src/Web/tracker/src/queue.ts", MaxLines + 1)]
    public void The_rule_sees_a_long_file(string path, int lines) =>
        Violations([FileOf(path, lines)]).ShouldBe([$"{path} has {lines} lines, {MaxLines} are allowed"]);

    [Theory]
    [InlineData("src/Api/Program.cs", MaxLines)]
    [InlineData("src/Infrastructure/Store/Sqlite/Migrations/20260101000000_Initial.cs", MaxLines + 1)]
    [InlineData("src/Application/packages.lock.json", MaxLines + 1)]
    public void The_rule_lets_a_file_be(string path, int lines) => Violations([FileOf(path, lines)]).ShouldBeEmpty();

    private static IEnumerable<string> Violations(IEnumerable<SourceFile> files) =>
        from file in files
        where Code.Contains(Path.GetExtension(file.Path)) && !file.Path.Contains("/Migrations/", StringComparison.Ordinal)
        let lines = file.Text.Count(character => character == '\n')
        where lines > MaxLines
        select $"{file.Path} has {lines} lines, {MaxLines} are allowed";

    private static SourceFile FileOf(string path, int lines) => new(path, string.Concat(Enumerable.Repeat("x\n", lines)));
}
