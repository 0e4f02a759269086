using Microsoft.Extensions.Time.Testing;
using Tracking.Infrastructure.Destinations;

namespace Tracking.Infrastructure.Tests.Destinations.Forwarding;

public class SendingTests
{
    private static readonly SendResult Confirmed = new(SendResultKind.Confirmed);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_twenty_seconds_no_request_is_begun_not_even_a_half(bool isOrdered)
    {
        var time = new FakeTimeProvider();
        var target = new ScriptedDestination(
            (_, _) =>
            {
                time.Advance(TimeSpan.FromSeconds(6));
                return Task.FromResult(new SendResult(SendResultKind.Refused));
            },
            isOrdered);
        var results = await Requests.SendAsync(target, ScriptedDestination.Mapped(10), time);
        target.Requests.Select(one => one.Count).ShouldBe([10, 5, 2, 1]);
        results.Keys.ShouldBe([1]);
    }

    [Fact]
    public async Task Who_asks_to_be_left_alone_gets_no_further_request()
    {
        var target = new ScriptedDestination((events, _) => Task.FromResult(
            events[0].Id == 1 ? new SendResult(SendResultKind.TryAgain, "http_429", TimeSpan.FromSeconds(3)) : Confirmed));
        await Requests.SendAsync(target, ScriptedDestination.Mapped(1_000));
        // Those that were on their way beside it.
        target.Requests.Count.ShouldBeLessThan(50);
    }

    [Fact]
    public async Task What_comes_of_a_request_that_is_aborted_is_not_known()
    {
        using var abort = new CancellationTokenSource();
        var target = new ScriptedDestination(async (events, cancellationToken) =>
        {
            if (events[0].Id == 1)
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return Confirmed;
        });
        var sending = Requests.SendAsync(target, ScriptedDestination.Mapped(40), abort: abort.Token);
        await ForwardingService.UntilAsync("all are sent", () => Task.FromResult(target.Requests.Count == 4));
        await abort.CancelAsync();
        (await sending).Keys.Order().ShouldBe(Enumerable.Range(11, 30).Select(id => (long)id));
    }

    [Fact]
    public async Task What_is_on_its_way_when_it_is_stopped_is_waited_for()
    {
        using var stop = new CancellationTokenSource();
        var go = new TaskCompletionSource();
        var target = new ScriptedDestination(async (_, _) =>
        {
            await go.Task;
            return Confirmed;
        });
        var sending = Requests.SendAsync(target, ScriptedDestination.Mapped(100), stop: stop.Token);
        await ForwardingService.UntilAsync("some are on their way", () => Task.FromResult(target.Requests.Count == 4));
        await stop.CancelAsync();
        go.SetResult();
        (await sending).Keys.Order().ShouldBe(target.Requests.SelectMany(one => one).Order());
        target.Requests.Count.ShouldBe(4);
    }
}
