using System.Text.RegularExpressions;

namespace Tracking.Architecture.Tests.Layers;

/// <summary>The host knows Infrastructure only where it puts the parts together.</summary>
public partial class CompositionTests
{
    [Fact]
    public void Api_names_Infrastructure_only_to_compose() => Violations(Repository.Below("src/Api")).ShouldBeEmpty();

    [Theory]
    [InlineData("src/Api/Collect/CollectEndpoints.cs", "using Tracking.Infrastructure.Bus;")]
    [InlineData("src/Api/Collect/CollectEndpoints.cs", "using Tracking.Infrastructure;")]
    [InlineData("src/Api/Collect/CollectEndpoints.cs", "    Infrastructure.Bus.RabbitBus bus,")]
    [InlineData("src/Api/Collect/CollectEndpoints.cs", "var bus = new global::Tracking.Infrastructure.Bus.RabbitBus();")]
    [InlineData("src/Api/CompositionExtras/Extra.cs", "using static Tracking.Infrastructure.Bus.Topology;")]
    [InlineData("src/Api/Tracking.Api.csproj", "<Using Include=\"Tracking.Infrastructure.Bus\" />")]
    [InlineData("src/Api/Composition/Usings.cs", "global using Tracking.Infrastructure.Bus;")]
    public void The_rule_sees_Infrastructure_elsewhere(string path, string line) =>
        Violations([new SourceFile(path, "namespace Tracking.Api;\n" + line + "\n")]).ShouldHaveSingleItem().ShouldBe($"{path}:2: {line.Trim()}");

    [Theory]
    [InlineData("src/Api/Program.cs", "using Tracking.Infrastructure.Bus;")]
    [InlineData("src/Api/Composition/Roles/Worker.cs", "using Tracking.Infrastructure.Bus;")]
    [InlineData("src/Api/Collect/CollectEndpoints.cs", "using Microsoft.AspNetCore.Mvc.Infrastructure;")]
    [InlineData("src/Api/Collect/CollectEndpoints.cs", "// Tracking.Infrastructure answers these queries.")]
    [InlineData("src/Api/Tracking.Api.csproj", "<ProjectReference Include=\"../Infrastructure/Tracking.Infrastructure.csproj\" />")]
    public void The_rule_lets_composition_be(string path, string line) =>
        Violations([new SourceFile(path, line + "\n")]).ShouldBeEmpty();

    private static IEnumerable<string> Violations(IEnumerable<SourceFile> files) =>
        from file in files
        let pattern = Forbidden(file)
        where pattern is not null
        from line in file.Lines.Index()
        where !line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal) && pattern.IsMatch(line.Item)
        select $"{file.Path}:{line.Index + 1}: {line.Item.Trim()}";

    private static Regex? Forbidden(SourceFile file) => Path.GetExtension(file.Path) switch
    {
        ".csproj" => ProjectUsing(),
        ".cs" when file.Path == "src/Api/Program.cs" || file.IsBelow("src/Api/Composition") => GlobalUsing(),
        ".cs" => AnyUse(),
        _ => null,
    };

    // Inside the namespace Tracking.Api, `Infrastructure.X` means Tracking.Infrastructure.X.
    [GeneratedRegex(@"\bTracking\.Infrastructure\b|(?<![\w.])Infrastructure\.\w")]
    private static partial Regex AnyUse();

    [GeneratedRegex(@"\bglobal\s+using\b.*\bTracking\.Infrastructure\b")]
    private static partial Regex GlobalUsing();

    [GeneratedRegex(@"<Using\b.*\bTracking\.Infrastructure\b")]
    private static partial Regex ProjectUsing();
}
