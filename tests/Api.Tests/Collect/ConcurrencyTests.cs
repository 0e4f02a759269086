using System.Text;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Collect;

/// <summary>Overload is told early: 503 with Retry-After, and nothing of what got 202 is lost.</summary>
public sealed class ConcurrencyTests
{
    private const int Requests = 300;

    [Fact]
    public async Task Past_the_limit_senders_are_told_to_come_back_and_the_others_are_served()
    {
        await using var service = await RunningService.StartAsync(null, "--Collect:MaxConcurrentRequests=1");
        var site = await service.CreateSiteAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(number => site.CollectAsync(Sample.PageView($"m-{number}"))));

        answers.Select(answer => answer.Status).Distinct().Order().ShouldBe([202, 503]);
        foreach (var refused in answers.Where(answer => answer.Status == 503))
        {
            refused.Header("Retry-After").ShouldBe("1");
            refused.Of("title").ShouldBe("Too many requests at once.");
        }

        (await site.CollectAsync(Sample.PageView("after"))).Status.ShouldBe(202);
        (await site.StoredAsync()).Count.ShouldBe(answers.Count(answer => answer.Status == 202) + 1);
    }

    [Fact]
    public async Task Large_bodies_that_are_begun_and_not_ended_leave_room_for_small_ones_and_give_theirs_back()
    {
        await using var service = await RunningService.StartAsync();
        var site = await service.CreateSiteAsync();
        var begun = Encoding.ASCII.GetBytes($"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {site.WriteKey}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: 500000\r\n\r\n{new string(' ', 300_000)}");
        var large = $"{Sample.PageView("large").ToJsonString()}{new string(' ', 300_000)}";
        // Each holds half a megabyte of the 128 that there are.
        var connections = await Task.WhenAll(Enumerable.Range(0, 270).Select(async _ =>
        {
            var connection = await RawConnection.OpenAsync(service);
            await connection.SendAsync(begun);
            return connection;
        }));

        await RunningService.UntilAsync(async () => (await site.CollectAsync(large)) is { Status: 503 } refused
            && refused.Of("title") == "Too many large requests at once." && refused.Header("Retry-After") == "5", "large bodies are refused");
        (await site.CollectAsync(Sample.PageView("small"))).Status.ShouldBe(202);
        foreach (var connection in connections)
            connection.Dispose();

        await RunningService.UntilAsync(async () => (await site.CollectAsync(large)).Status == 202, "there is room again");
    }
}
