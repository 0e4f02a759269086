using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Tracking.Contracts;

namespace Tracking.Api.Operation.AsyncApi;

/// <summary>What the public records say of themselves in their XML comments, from the file that the compiler puts beside the program.</summary>
internal sealed partial class ContractComments
{
    private readonly Dictionary<string, XElement> members;

    private ContractComments(Dictionary<string, XElement> members) => this.members = members;

    /// <summary>Reads them; without the file there are none, and the document is whole but for its descriptions.</summary>
    public static ContractComments Read()
    {
        var path = Path.Combine(AppContext.BaseDirectory, typeof(CloudEvent<>).Assembly.GetName().Name + ".xml");
        return new ContractComments(File.Exists(path)
            ? XDocument.Load(path).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value)
            : []);
    }

    /// <summary>What a record says of itself; <c>null</c>: nothing.</summary>
    public string? Of(Type type) => TextOf(members.GetValueOrDefault($"T:{NameOf(type)}")?.Element("summary"));

    /// <summary>What a record says of a property: in a comment of its own, or as a parameter of the record.</summary>
    public string? Of(MemberInfo property)
    {
        var type = NameOf(property.DeclaringType!);
        return TextOf(members.GetValueOrDefault($"P:{type}.{property.Name}")?.Element("summary"))
            ?? TextOf(members.GetValueOrDefault($"T:{type}")?.Elements("param").FirstOrDefault(param => param.Attribute("name")!.Value == property.Name));
    }

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!;

    private static string? TextOf(XElement? comment) => comment is null ? null : Spaces().Replace(string.Concat(comment.Nodes().Select(WordOf)), " ").Trim();

    private static string WordOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement reference when (reference.Attribute("cref") ?? reference.Attribute("name")) is { } name => $"`{Named(name.Value)}`",
        XElement other => other.Value,
        _ => string.Empty,
    };

    // Types keep their names, members are called as in JSON.
    private static string Named(string reference)
    {
        var last = reference[(reference.LastIndexOf('.') + 1)..];
        return reference.StartsWith("T:", StringComparison.Ordinal) ? last : System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(last);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
