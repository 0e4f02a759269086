namespace Tracking.Architecture.Tests.Layers;

/// <summary>Which room may use which. A new project of <c>src</c> needs a line here.</summary>
internal static class LayerRules
{
    private static readonly string[] Nothing = [];

    /// <summary>What a layer may use, itself or through what it uses.</summary>
    public static IReadOnlyDictionary<string, string[]> MayUse { get; } = new Dictionary<string, string[]>
    {
        ["Domain"] = Nothing,
        ["Contracts"] = Nothing,
        ["Application"] = ["Domain", "Contracts"],
        ["Infrastructure"] = ["Application", "Domain", "Contracts"],
        // Infrastructure only to compose: CompositionRule says where.
        ["Api"] = ["Application", "Domain", "Contracts", "Infrastructure"],
    };

    /// <summary>These are plain .NET: no package, no shared framework.</summary>
    private static readonly string[] Plain = ["Domain", "Contracts"];

    public static IEnumerable<string> Violations(Layer layer)
    {
        var allowed = MayUse[layer.Name];
        foreach (var project in layer.Projects.Except(allowed))
            yield return $"{layer.Name} references the project {project}";
        foreach (var used in layer.Assemblies.Where(IsOurs).Except(allowed.Select(name => "Tracking." + name)))
            yield return $"{layer.Name} uses {used}";
        if (!Plain.Contains(layer.Name))
            yield break;
        foreach (var package in layer.Packages)
            yield return $"{layer.Name} references {package}";
        foreach (var used in layer.Assemblies.Where(name => !IsOurs(name) && !name.StartsWith("System.", StringComparison.Ordinal)))
            yield return $"{layer.Name} uses {used}";
    }

    private static bool IsOurs(string assembly) => assembly.StartsWith("Tracking.", StringComparison.Ordinal);
}
