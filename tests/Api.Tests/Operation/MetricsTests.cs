using System.Text.RegularExpressions;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Operation;

/// <summary><c>/metrics</c>: what the docs name is there from the start, so that an alarm sees the first count.</summary>
public sealed partial class MetricsTests
{
    private const string Webhook =
        """{ "kind": "webhook", "settings": { "url": "https://hook.invalid/", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" } }""";

    [Fact]
    public async Task A_fresh_process_has_every_metric_that_the_docs_and_the_alarms_name()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Tracking.sln")))
            root = root.Parent ?? throw new DirectoryNotFoundException("These tests run from within the repository.");
        var docs = Path.Combine(root.FullName, "docs", "operate");
        var named = NamesOf(await File.ReadAllTextAsync(Path.Combine(docs, "README.md")));
        var alarms = NamesOf(await File.ReadAllTextAsync(Path.Combine(docs, "alerts.yaml")));
        (named.Count > 15, alarms.Count > 15).ShouldBe((true, true));
        // A worker of the public bus, too; no broker is there.
        await using var service = await RunningService.StartAsync(null, "--Bus:Transport=RabbitMq", "--ConnectionStrings:RabbitMq=amqp://127.0.0.1:1", "--Destinations:Secret=of-sixteen-characters");
        // Of a destination as soon as there is one.
        (await service.SendAsync(HttpMethod.Post, "/v1/destinations", Webhook, RunningService.SecretKey)).Status.ShouldBe(201);
        await RunningService.UntilAsync(
            async () => (await service.SendAsync(HttpMethod.Get, "/metrics")).Text.Contains("tracking_forwarding", StringComparison.Ordinal), "it is worked on");

        var there = NamesOf((await service.SendAsync(HttpMethod.Get, "/metrics")).Text);

        named.Except(there).ShouldBeEmpty();
        alarms.Except(there).ShouldBeEmpty();
    }

    private static List<string> NamesOf(string text) => [.. Names().Matches(text).Select(match => match.Value).Distinct()];

    [GeneratedRegex(@"\btracking_[a-z_]+_(total|bytes|seconds|failed|kept)\b")]
    private static partial Regex Names();
}
