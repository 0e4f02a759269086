using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Tracking.Architecture.Tests.Names;

/// <summary>A type that an assembly of ours defines.</summary>
/// <param name="Namespace">That of the outermost type, for a nested one.</param>
/// <param name="Name">Without namespace or number of type parameters.</param>
/// <param name="Bases">Names of its base classes, the nearest first, as far as they are ours, and the first that is not.</param>
public sealed record DefinedType(string Namespace, string Name, IReadOnlyList<string> Bases)
{
    /// <summary>The types that people wrote: not those of a compiler, nor those of source generators in other namespaces.</summary>
    public static IReadOnlyList<DefinedType> In(string assemblyPath)
    {
        using var stream = File.OpenRead(assemblyPath);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return
        [
            .. from handle in metadata.TypeDefinitions
               let type = metadata.GetTypeDefinition(handle)
               let name = metadata.GetString(type.Name).Split('`')[0]
               let space = NamespaceOf(metadata, type)
               where !name.Contains('<') && (space.Length == 0 || space.Split('.')[0] == "Tracking")
               select new DefinedType(space, name, BasesOf(metadata, type)),
        ];
    }

    private static string NamespaceOf(MetadataReader metadata, TypeDefinition type) => type.GetDeclaringType() is { IsNil: false } outer
        ? NamespaceOf(metadata, metadata.GetTypeDefinition(outer))
        : metadata.GetString(type.Namespace);

    private static List<string> BasesOf(MetadataReader metadata, TypeDefinition type)
    {
        List<string> names = [];
        for (var current = type.BaseType; !current.IsNil;)
        {
            if (current.Kind == HandleKind.TypeReference)
            {
                names.Add(metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)current).Name));
                break;
            }

            if (current.Kind != HandleKind.TypeDefinition)
                break;
            var ours = metadata.GetTypeDefinition((TypeDefinitionHandle)current);
            names.Add(metadata.GetString(ours.Name));
            current = ours.BaseType;
        }

        return names;
    }
}
