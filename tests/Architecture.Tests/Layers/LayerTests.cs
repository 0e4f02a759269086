namespace Tracking.Architecture.Tests.Layers;

public class LayerTests
{
    public static TheoryData<string> Layers => [.. LayerRules.MayUse.Keys];

    [Theory, MemberData(nameof(Layers))]
    public void A_layer_uses_only_what_it_may(string name) => LayerRules.Violations(Layer.Read(name)).ShouldBeEmpty();

    [Fact]
    public void Every_project_of_src_has_a_rule() =>
        ProjectsOfSrc(Repository.Files).ShouldBe(LayerRules.MayUse.Keys, ignoreOrder: true);

    [Theory]
    [InlineData("Domain", "Application", "Domain references the project Application")]
    [InlineData("Contracts", "Domain", "Contracts references the project Domain")]
    [InlineData("Application", "Infrastructure", "Application references the project Infrastructure")]
    [InlineData("Infrastructure", "Api", "Infrastructure references the project Api")]
    public void The_rule_sees_a_project_reference_that_reaches_outwards(string layer, string project, string violation) =>
        LayerRules.Violations(new Layer(layer, [project], [], [])).ShouldBe([violation]);

    [Theory]
    [InlineData("Domain", "Tracking.Contracts")]
    [InlineData("Domain", "MediatR")]
    [InlineData("Contracts", "Microsoft.AspNetCore.Http.Abstractions")]
    [InlineData("Application", "Tracking.Infrastructure")]
    [InlineData("Infrastructure", "Tracking.Api")]
    public void The_rule_sees_an_assembly_that_is_used(string layer, string assembly) =>
        LayerRules.Violations(new Layer(layer, [], [], [assembly])).ShouldBe([$"{layer} uses {assembly}"]);

    [Theory]
    [InlineData("Domain", "NodaTime")]
    [InlineData("Contracts", "Microsoft.AspNetCore.App")]
    public void The_rule_sees_a_package_in_a_plain_layer(string layer, string package) =>
        LayerRules.Violations(new Layer(layer, [], [package], [])).ShouldBe([$"{layer} references {package}"]);

    [Fact]
    public void The_rule_lets_a_layer_use_what_it_may() => LayerRules.Violations(
        new Layer("Application", ["Domain"], ["MediatR"], ["System.Runtime", "Tracking.Domain", "MediatR"])).ShouldBeEmpty();

    [Fact]
    public void Project_files_are_read()
    {
        var infrastructure = Layer.Read("Infrastructure");
        infrastructure.Projects.ShouldContain("Application");
        infrastructure.Packages.ShouldContain("MassTransit.RabbitMQ");
        infrastructure.Packages.ShouldContain("Microsoft.AspNetCore.App");
    }

    [Fact]
    public void Assemblies_are_read() =>
        Layer.ReferencesOf(typeof(LayerTests).Assembly.GetName().Name!).ShouldContain("Shouldly");

    [Fact]
    public void The_rule_sees_a_project_without_a_line() =>
        ProjectsOfSrc([new SourceFile("src/Extra/Tracking.Extra.csproj", "")]).ShouldBe(["Extra"]);

    private static IEnumerable<string> ProjectsOfSrc(IEnumerable<SourceFile> files) => files
        .Where(file => file.IsBelow("src") && file.Path.EndsWith(".csproj", StringComparison.Ordinal))
        .Select(file => file.Path.Split('/')[1]);
}
