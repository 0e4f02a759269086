using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Tracking.Architecture.Tests.Layers;

/// <summary>What a project of <c>src</c> declares and what its built assembly really uses.</summary>
/// <param name="Name">The folder's name: <c>Domain</c>.</param>
/// <param name="Projects">Folder names of the projects that the project file references.</param>
/// <param name="Packages">Packages and shared frameworks that the project file references, and an SDK that brings one.</param>
/// <param name="Assemblies">Names of the assemblies that the built assembly uses.</param>
public sealed record Layer(
    string Name, IReadOnlyCollection<string> Projects, IReadOnlyCollection<string> Packages, IReadOnlyCollection<string> Assemblies)
{
    public static Layer Read(string name)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, "src", name, $"Tracking.{name}.csproj"));
        var sdk = (string)file.Root!.Attribute("Sdk")!;
        return new Layer(
            name,
            [.. Included(file, "ProjectReference").Select(path => Path.GetFileName(Path.GetDirectoryName(path.Replace('\\', '/'))!))],
            [.. Included(file, "PackageReference"), .. Included(file, "FrameworkReference"), .. sdk == "Microsoft.NET.Sdk" ? [] : new[] { sdk }],
            ReferencesOf($"Tracking.{name}"));
    }

    public static string AssemblyPath(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");

    public static IReadOnlyCollection<string> ReferencesOf(string assembly)
    {
        using var stream = File.OpenRead(AssemblyPath(assembly));
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    private static IEnumerable<string> Included(XDocument file, string element) =>
        file.Descendants(element).Select(item => (string?)item.Attribute("Include") ?? (string?)item.Attribute("Update") ?? "");
}
