using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Enrichment.Devices;

namespace Tracking.Infrastructure.Tests.Enrichment.Devices;

public sealed class UserAgentRuleFileTests : IDisposable
{
    private const string Whole =
        """
        user_agent_parsers:
          # a comment
          - regex: '(Firefox)/(\d+)'
        os_parsers:
          - regex: '(Windows NT 10\.0)'
            os_replacement: 'Windows'
            os_v1_replacement: '10'
        device_parsers:
          - regex: '(robot)'
            regex_flag: 'i'
            device_replacement: 'Spider'
            brand_replacement: 'Spider'
        what_is_to_come:
          - { a: [1, 2], b: { c: d } }
        """;

    private readonly string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.yaml");
    private readonly List<string> told = [];

    public void Dispose() => File.Delete(path);

    [Fact]
    public void The_delivered_rules_are_all_read()
    {
        using var file = File.OpenText(UserAgentRuleFile.UsualPath);
        var lists = UserAgentRuleYaml.Read(file);

        (lists.Browsers.Count, lists.Systems.Count, lists.Devices.Count).ShouldBe((350, 197, 628));
        lists.Devices.Count(rule => rule.IgnoreCase).ShouldBe(65);
    }

    [Fact]
    public void Rules_are_read_with_what_they_replace()
    {
        File.WriteAllText(path, Whole);
        var found = Rules().Matcher!.Match("Firefox/126 on Windows NT 10.0, a ROBOT");

        (found.Browser.Family, found.Browser.Version, found.Os.Family, found.Os.Version, found.Hardware)
            .ShouldBe(("Firefox", "126", "Windows", "10", "Spider"));
        told.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_the_rules_all_is_healthy()
    {
        File.WriteAllText(path, Whole);
        var rules = Rules();

        (await HealthAsync(rules)).ShouldBe(HealthStatus.Healthy);
        rules.Matcher.ShouldNotBeNull();
        (await HealthAsync(rules)).ShouldBe(HealthStatus.Healthy);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no yaml: [")]
    [InlineData("- a list")]
    [InlineData("user_agent_parsers: a text")]
    [InlineData("user_agent_parsers:\n  - regex: [a]")]
    [InlineData("user_agent_parsers:\n  - family_replacement: 'A'")]
    [InlineData("user_agent_parsers:\n  - regex: 'a'\nos_parsers: []\ndevice_parsers: []")]
    public async Task Without_them_devices_are_unknown_which_is_told_once(string? text)
    {
        if (text is not null)
            File.WriteAllText(path, text);
        var rules = Rules();

        rules.Matcher.ShouldBeNull();
        rules.Matcher.ShouldBeNull();

        (await HealthAsync(rules)).ShouldBe(HealthStatus.Degraded);
        told.ShouldHaveSingleItem().ShouldStartWith($"Warning Devices stay unknown: {path} cannot be read.");
    }

    [Fact]
    public async Task The_start_waits_for_nothing_and_whoever_asks_waits_for_the_rules()
    {
        var rules = new UserAgentRuleFile(UserAgentRuleFile.UsualPath, new Told(told));

        rules.StartAsync(CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();
        var asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => rules.Matcher)));

        asked.ShouldAllBe(matcher => matcher != null && ReferenceEquals(matcher, asked[0]));
    }

    private UserAgentRuleFile Rules() => new(path, new Told(told));

    private static async Task<HealthStatus> HealthAsync(UserAgentRuleFile rules) =>
        (await new UserAgentRuleHealth(rules).CheckHealthAsync(new HealthCheckContext())).Status;

    private sealed class Told(List<string> lines) : ILogger<UserAgentRuleFile>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
