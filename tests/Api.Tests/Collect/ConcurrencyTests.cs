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
}
