using System.Text.RegularExpressions;
using Tracking.Architecture.Tests.Layers;

namespace Tracking.Architecture.Tests.Names;

/// <summary>A class called Helper, Manager, Util or Service has no name yet.</summary>
public partial class TypeNameTests
{
    public static TheoryData<string> Layers => LayerTests.Layers;

    [Theory, MemberData(nameof(Layers))]
    public void A_type_is_named_after_what_it_does(string layer) =>
        Violations(DefinedType.In(Layer.AssemblyPath("Tracking." + layer))).ShouldBeEmpty();

    [Theory]
    [InlineData("GeoHelper")]
    [InlineData("StringHelpers")]
    [InlineData("SessionManager")]
    [InlineData("UrlUtil")]
    [InlineData("DateUtils")]
    [InlineData("IReportService")]
    public void The_rule_sees_a_type_without_a_name(string name) =>
        Violations([new DefinedType("Tracking.Api", name, ["Object"])]).ShouldBe(["Tracking.Api." + name]);

    [Theory]
    [InlineData("SpoolDrainService", "BackgroundService")]
    [InlineData("GeoLookup", "Object")]
    [InlineData("ServiceLevel", "Object")]
    public void The_rule_lets_a_type_be(string name, string baseClass) =>
        Violations([new DefinedType("Tracking.Api", name, [baseClass])]).ShouldBeEmpty();

    [Fact]
    public void Types_are_read_with_their_bases()
    {
        var types = DefinedType.In(typeof(TypeNameTests).Assembly.Location);
        types.ShouldContain(type => type.Name == nameof(TypeNameTests));
        var derived = types.Single(type => type.Name == nameof(Derived));
        derived.Namespace.ShouldBe(typeof(TypeNameTests).Namespace);
        derived.Bases.ShouldBe([nameof(Base), nameof(Exception)]);
    }

    private static IEnumerable<string> Violations(IEnumerable<DefinedType> types) =>
        from type in types
        where Nameless().IsMatch(type.Name) && !type.Bases.Contains("BackgroundService")
        select $"{type.Namespace}.{type.Name}";

    [GeneratedRegex("(Helper|Manager|Util|Service)s?$")]
    private static partial Regex Nameless();

    private class Base : Exception;

    private sealed class Derived : Base;
}
