using Tracking.Api.Tests.Collect;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Operation;

/// <summary>An outage is told in a few lines, not in one with each attempt.</summary>
public sealed class LogTests
{
    // As MassTransit says it, with a stack trace.
    private const string EachAttempt = "Connection Failed";

    [Fact]
    public async Task A_broker_that_is_away_is_told_once_with_its_words()
    {
        await using var service = await AwayAsync();
        var site = await service.CreateSiteAsync();
        for (var i = 0; i < 3; i++)
            (await site.CollectAsync(Sample.PageView())).Status.ShouldBe(202);

        service.Log.Text.Split('\n').Where(line => line.Contains("The broker does not confirm", StringComparison.Ordinal))
            .ShouldHaveSingleItem().ShouldContain("Connection refused");
        service.Log.Text.ShouldNotContain(EachAttempt);
    }

    [Fact]
    public async Task An_operator_can_have_more()
    {
        await using var service = await AwayAsync("--Logging:LogLevel:MassTransit=Warning");

        await RunningService.UntilAsync(
            () => Task.FromResult(service.Log.Text.Contains(EachAttempt, StringComparison.Ordinal)), "the attempts are logged", service.Log);
    }

    private static Task<RunningService> AwayAsync(params string[] settings) => RunningService.StartAsync(
        null, ["--Bus:Transport=RabbitMq", "--ConnectionStrings:RabbitMq=amqp://127.0.0.1:1", .. settings]);
}
