using System.Text.Json;
using CsCheck;
using Tracking.Application.Collect.Enrichment.Devices;
using Tracking.Application.Collect.Enrichment.Patterns;
using Tracking.Infrastructure.Enrichment.Devices;
using Xunit.Abstractions;

namespace Tracking.Infrastructure.Tests.Enrichment.Devices;

/// <summary>That rules are skipped whose literals a user agent lacks changes no answer.</summary>
public class SkippedRulesTests(ITestOutputHelper output)
{
    private static readonly Lazy<UserAgentRuleLists> Lists = new(() =>
    {
        using var file = File.OpenText(UserAgentRuleFile.UsualPath);
        return UserAgentRuleYaml.Read(file);
    });

    private static readonly Lazy<UserAgentMatcher> Skipping = new(() => Of(skipsHopeless: true));
    private static readonly Lazy<UserAgentMatcher> Trying = new(() => Of(skipsHopeless: false));
    private static readonly Lazy<string[]> Programs = new(ReadPrograms);

    [Fact]
    public void Every_rule_needs_some_literal() => Lists.Value.Browsers.Concat(Lists.Value.Systems).Concat(Lists.Value.Devices)
        .ShouldAllBe(rule => RequiredLiterals.Of(rule.Pattern).Count > 0);

    [Fact]
    public void Known_user_agents_are_answered_alike()
    {
        foreach (var userAgent in KnownUserAgentTests.UserAgents.Concat(Programs.Value))
            AnswersAlike(userAgent);
    }

    [Fact]
    public void The_user_agents_of_a_real_log_are_answered_alike()
    {
        if (RealLog() is not { } log)
        {
            output.WriteLine("There is no shared/data/access.log above this folder: not tested with a real log.");
            return;
        }

        foreach (var userAgent in File.ReadLines(log).Select(line => line.Split('"')).Where(parts => parts.Length > 5).Select(parts => parts[5]).Distinct())
            AnswersAlike(userAgent);
    }

    [Fact]
    public void Mixed_user_agents_are_answered_alike() => Gen.Select(
            Gen.OneOf(KnownUserAgentTests.UserAgents), Gen.OneOf(Programs.Value), Gen.Double[0, 1], Gen.Double[0, 1], Gen.OneOf("", "; ", " Mobile ", ")"))
        .Sample(
            (one, other, until, from, between) =>
                AnswersAlike(string.Concat(one.AsSpan(0, (int)(one.Length * until)), between, other.AsSpan((int)(other.Length * from)))),
            iter: 300);

    [Fact]
    public void Made_up_user_agents_are_answered_alike()
    {
        var literals = Lists.Value.Browsers.Concat(Lists.Value.Systems).Concat(Lists.Value.Devices)
            .SelectMany(rule => RequiredLiterals.Of(rule.Pattern).SelectMany(group => group)).Distinct().ToArray();
        Gen.OneOf(Gen.OneOf(literals), Gen.String[Gen.Char[' ', '~'], 1, 6]).Array[1, 12].Select(string.Concat).Sample(AnswersAlike, iter: 300);
    }

    private static void AnswersAlike(string userAgent) => Skipping.Value.Match(userAgent).ShouldBe(Trying.Value.Match(userAgent), userAgent);

    private static UserAgentMatcher Of(bool skipsHopeless) =>
        new(Lists.Value.Browsers, Lists.Value.Systems, Lists.Value.Devices, skipsHopeless, TimeSpan.FromMinutes(1));

    private static string[] ReadPrograms()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "enrichment", "crawler-user-agents.json"));
        using var json = JsonDocument.Parse(file);
        return [.. json.RootElement.EnumerateArray().SelectMany(one => one.GetProperty("instances").EnumerateArray().Take(2).Select(text => text.GetString()!))];
    }

    private static string? RealLog()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (new FileInfo(Path.Combine(folder.FullName, "shared/data", "access.log")) is { Exists: true } log)
                return log.FullName;
        }

        return null;
    }
}
