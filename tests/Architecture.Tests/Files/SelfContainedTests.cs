using System.Text.RegularExpressions;

namespace Tracking.Architecture.Tests.Files;

/// <summary>The repository stands alone: no file speaks of a machine, or of a folder, that a clone does not have.</summary>
public partial class SelfContainedTests
{
    [Fact]
    public void No_file_names_a_place_outside_the_repository() => Violations(Repository.Files).ShouldBeEmpty();

    // Put together here, so that this file does not name them itself.
    [Theory]
    [InlineData("docs/README.md", "files in ../shared", "/data")]
    [InlineData("README.md", "export DOTNET_ROOT=/root", "/.dotnet")]
    [InlineData("README.md", "cd /home", "/ana/src/tracking")]
    [InlineData("README.md", "cd C:\\Users", "\\Ana\\tracking")]
    [InlineData("src/Web/package-lock.json", "\"resolved\": ", "\"https://npm.example/a.tgz\"")]
    public void The_rule_sees_a_foreign_place(string path, string start, string end) =>
        Violations([new SourceFile(path, $"first\n{start}{end}\n")]).ShouldHaveSingleItem().ShouldStartWith(path + ":2: ");

    [Fact]
    public void The_rule_sees_the_place_of_this_clone() =>
        Violations([new SourceFile("README.md", $"cd {Path.Combine(Repository.Root, "src")}\n")]).ShouldHaveSingleItem();

    [Theory]
    [InlineData("tests/Infrastructure.Tests/GeoData.cs", "Path.Combine(root, \"../shared/data\", \"geo.mmdb\")")]
    [InlineData("tests/Api.Tests/Pages.cs", "\"https://shop.example/home/offers\"")]
    [InlineData("test", "export TRACKING_TEST_CHROMIUM=/usr/bin/chromium")]
    public void The_rule_lets_a_line_be(string path, string line) => Violations([new SourceFile(path, line + "\n")]).ShouldBeEmpty();

    private static IEnumerable<string> Violations(IEnumerable<SourceFile> files) =>
        from file in files
        from line in file.Lines.Index()
        where ForeignPlace().IsMatch(line.Item)
            || line.Item.Contains(Repository.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || (SharedData().IsMatch(line.Item) && !file.IsBelow("tests"))
            || (Path.GetFileName(file.Path) == "package-lock.json" && Registry().IsMatch(line.Item))
        select $"{file.Path}:{line.Index + 1}: {line.Item.Trim()}";

    // One letter in brackets here and there keeps the pattern from seeing itself.
    [GeneratedRegex(@"(?<![\w.])/[r]oot/|"
        + @"(?<![\w./])/home/\w+/(src|dev|code|projects|work)\b|[A-Z]:\\Users\\")]
    private static partial Regex ForeignPlace();

    // Test data too large or too foreign for the repository: tests look for it and say so when it is absent.
    [GeneratedRegex(@"shared[/\\]data\b")]
    private static partial Regex SharedData();

    [GeneratedRegex("\"resolved\"\\s*:\\s*\"http")]
    private static partial Regex Registry();
}
