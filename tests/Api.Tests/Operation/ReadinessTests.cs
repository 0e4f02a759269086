using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Operation;

/// <summary><c>/health/ready</c>: its status and its body say the same.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public async Task A_service_with_all_that_it_needs_is_healthy()
    {
        await using var service = await RunningService.StartAsync();
        var answer = await service.SendAsync(HttpMethod.Get, "/health/ready");
        (answer.Status, answer.Of("status")).ShouldBe((200, "healthy"));
    }

    [Fact]
    public async Task A_geo_file_that_is_not_there_stops_nothing_and_is_told()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var service = await RunningService.StartAsync(null, $"--Geo:DatabasePath={path}");

        var answer = await service.SendAsync(HttpMethod.Get, "/health/ready");
        (answer.Status, answer.Of("status")).ShouldBe((200, "degraded"));
        ((string?)answer.Json["checks"]!["geo"]!["status"]).ShouldBe("degraded");
        ((string?)answer.Json["checks"]!["geo"]!["detail"]).ShouldNotBeNull().ShouldContain("Geo__DatabasePath");
        var metrics = (await service.SendAsync(HttpMethod.Get, "/metrics")).Text;
        metrics.ShouldContain("tracking_geo_failed{");
        metrics.ShouldContain("tracking_geo_age_seconds{");
        var site = await service.CreateSiteAsync();
        (await site.CollectAsync(Collect.Sample.PageView())).Status.ShouldBe(202);
        service.Log.Text.Split('\n').Where(line => line.Contains("Geo", StringComparison.OrdinalIgnoreCase)).ShouldHaveSingleItem().ShouldContain($"Geo__DatabasePath is {path}");
        // Readiness is open to all.
        answer.Text.ShouldNotContain(path);
    }

    [Fact]
    public async Task A_service_whose_broker_is_away_accepts_into_its_spool_and_is_degraded_until_that_is_full()
    {
        await using var service = await RunningService.StartAsync(
            null, "--Bus:Transport=RabbitMq", "--ConnectionStrings:RabbitMq=amqp://127.0.0.1:1", "--Spool:MaxBytes=1048576");
        var site = await service.CreateSiteAsync();
        (await site.CollectAsync(Collect.Sample.PageView())).Status.ShouldBe(202);
        var answer = await service.SendAsync(HttpMethod.Get, "/health/ready");
        (answer.Status, answer.Of("status")).ShouldBe((200, "degraded"));
        ((string?)answer.Json["checks"]!["durability"]!["detail"]).ShouldNotBeNull().ShouldContain("spool");

        foreach (var events in new[] { 200, 10 })
        {
            var status = 202;
            for (var tries = 0; status == 202 && tries < 100; tries++)
                status = (await site.CollectAsync(Collect.Sample.Batch(Enumerable.Range(0, events).Select(_ => Collect.Sample.Whole("page_view"))))).Status;
            status.ShouldBe(503);
        }

        answer = await service.SendAsync(HttpMethod.Get, "/health/ready");
        (answer.Status, answer.Of("status")).ShouldBe((503, "unhealthy"));

        // Also when nothing was sent to the broker yet.
        await service.StopAsync();
        await service.StartAsync();
        (await service.SendAsync(HttpMethod.Get, "/health/ready")).Status.ShouldBe(503);
    }

    [Fact]
    public async Task A_service_that_could_read_no_keys_yet_is_unhealthy()
    {
        var nowhere = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "tracking.db");
        await using var service = await RunningService.StartAsync(
            null, "--Host:Roles=api", "--Bus:Transport=RabbitMq", "--ConnectionStrings:RabbitMq=amqp://127.0.0.1:1", $"--ConnectionStrings:Tracking=Data Source={nowhere}");
        var answer = await service.SendAsync(HttpMethod.Get, "/health/ready");
        (answer.Status, answer.Of("status")).ShouldBe((503, "unhealthy"));
    }
}
