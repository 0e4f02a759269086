using Tracking.Application.Collect.Enrichment.Devices;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tracking.Infrastructure.Enrichment.Devices;

/// <summary>uap-core's three lists, each in the order in which it is tried.</summary>
internal sealed record UserAgentRuleLists(
    IReadOnlyList<UserAgentRule> Browsers, IReadOnlyList<UserAgentRule> Systems, IReadOnlyList<UserAgentRule> Devices);

/// <summary>Reads uap-core's <c>regexes.yaml</c>: three lists of maps of texts. Other lists and members are passed over.</summary>
internal static class UserAgentRuleYaml
{
    private const string Browsers = "user_agent_parsers";
    private const string Systems = "os_parsers";
    private const string Devices = "device_parsers";

    /// <summary>Reads it.</summary>
    /// <exception cref="YamlException">It is no YAML of that form.</exception>
    /// <exception cref="FormatException">A list is missing or empty, or a rule has no usable pattern.</exception>
    public static UserAgentRuleLists Read(TextReader text)
    {
        var lists = new Dictionary<string, List<UserAgentRule>>(StringComparer.Ordinal);
        var yaml = new Parser(text);
        yaml.Consume<StreamStart>();
        yaml.Consume<DocumentStart>();
        yaml.Consume<MappingStart>();
        while (!yaml.TryConsume<MappingEnd>(out _))
        {
            var name = yaml.Consume<Scalar>().Value;
            if (name is Browsers or Systems or Devices)
                lists[name] = Rules(yaml, name);
            else
                yaml.SkipThisAndNestedEvents();
        }

        return new UserAgentRuleLists(List(Browsers), List(Systems), List(Devices));

        List<UserAgentRule> List(string name) =>
            lists.GetValueOrDefault(name) is { Count: > 0 } rules ? rules : throw new FormatException($"{name} is missing.");
    }

    private static List<UserAgentRule> Rules(Parser yaml, string list)
    {
        List<UserAgentRule> rules = [];
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        yaml.Consume<SequenceStart>();
        while (!yaml.TryConsume<SequenceEnd>(out _))
        {
            members.Clear();
            yaml.Consume<MappingStart>();
            while (!yaml.TryConsume<MappingEnd>(out _))
                members[yaml.Consume<Scalar>().Value] = yaml.Consume<Scalar>().Value;
            rules.Add(Rule(members, list));
        }

        return rules;
    }

    private static UserAgentRule Rule(Dictionary<string, string> members, string list)
    {
        var pattern = members.GetValueOrDefault("regex") ?? throw new FormatException($"A rule of {list} has no regex.");
        var (family, version) = list switch
        {
            Browsers => ("family_replacement", new[] { "v1_replacement", "v2_replacement", "v3_replacement" }),
            Systems => ("os_replacement", ["os_v1_replacement", "os_v2_replacement", "os_v3_replacement", "os_v4_replacement"]),
            _ => ("device_replacement", []),
        };
        return new UserAgentRule(
            pattern, members.GetValueOrDefault("regex_flag") == "i", members.GetValueOrDefault(family), [.. version.Select(members.GetValueOrDefault)]);
    }
}
