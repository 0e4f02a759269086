using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tracking.Application.Collect;
using Tracking.Contracts.Events;

namespace Tracking.Infrastructure.Bus;

/// <summary>The path of a rejected event's sample: of what the sender named itself, the names may be personal data too.</summary>
internal static partial class SamplePath
{
    private static readonly string[] NamedBySender = ["context.clickIds", "context.clientIds", "properties.traits"];

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        string.Empty, "type", "name", "messageId", "timestamp", "sentAt", "anonymousId", "userId", "context", "properties",
    };

    // Whole paths: a custom event may have any names below what another type calls its own.
    private static readonly FrozenSet<string> KnownProperties =
        EventTypes.All.SelectMany(type => PathsOf(type.Contract, string.Empty)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The path with <c>*</c> for what the sender named.</summary>
    public static string Of(string path)
    {
        const string properties = "properties.";
        foreach (var prefix in NamedBySender)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal))
                return path.Length == prefix.Length ? path : prefix + ".*";
        }

        if (Known.Contains(path) || path.StartsWith("context.", StringComparison.Ordinal))
            return path;
        var isKnown = path.StartsWith(properties, StringComparison.Ordinal)
            && KnownProperties.Contains(Index().Replace(path[properties.Length..], "[]"));
        return isKnown ? path : properties + "*";
    }

    /// <summary>The paths of a contract's record: its properties, and those of the contracts' records that they hold.</summary>
    private static IEnumerable<string> PathsOf(Type type, string prefix)
    {
        if (type.Namespace != typeof(PageView).Namespace)
            yield break;
        foreach (var property in type.GetProperties())
        {
            var name = prefix + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            yield return name;
            var isList = property.PropertyType.IsGenericType && property.PropertyType.IsAssignableTo(typeof(System.Collections.IEnumerable));
            if (isList)
                yield return name += "[]";
            foreach (var path in PathsOf(isList ? property.PropertyType.GenericTypeArguments[0] : property.PropertyType, $"{name}."))
                yield return path;
        }
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
