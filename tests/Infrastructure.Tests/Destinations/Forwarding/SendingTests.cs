using Microsoft.Extensions.Time.Testing;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Forwarding;

namespace Tracking.Infrastructure.Tests.Destinations.Forwarding;

public class SendingTests
{
    private static readonly SendResult Confirmed = new(SendResultKind.Confirmed);

    [Fact]
    public async Task After_twenty_seconds_no_request_is_begun_not_even_a_half()
    {
        var time = new FakeTimeProvider();
        var target = new ScriptedDestination(
            (_, _) =>
            {
                time.Advance(TimeSpan.FromSeconds(6));
                return Task.FromResult(new SendResult(SendResultKind.Refused));
            });
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
    public async Task Who_takes_nothing_of_eight_requests_is_not_asked_further()
    {
        var target = new ScriptedDestination((_, _) => Task.FromResult(new SendResult(SendResultKind.TryAgain, "http_500")));
        await Requests.SendAsync(target, ScriptedDestination.Mapped(1_000));
        // Those that were on their way beside it.
        target.Requests.Count.ShouldBeInRange(8, 11);
    }

    [Fact]
    public void What_was_tried_before_goes_with_half_as_many_each_time()
    {
        var (target, events) = (new ScriptedDestination((_, _) => Task.FromResult(Confirmed)), ScriptedDestination.Mapped(10));
        int[] sizes = [.. from attempts in Enumerable.Range(0, 6) select Batches.Of(events, target.Limits, attempts)[0].Count];
        sizes.ShouldBe([10, 5, 2, 1, 1, 1]);
    }

    [Fact]
    public async Task In_order_what_is_not_taken_holds_up_its_visitor_and_no_other()
    {
        // Of three visitors in turn, the first one's first event fails.
        var target = new ScriptedDestination((events, _) => Task.FromResult(events.Any(one => one.Id == 1) ? new SendResult(SendResultKind.TryAgain, "http_500") : Confirmed));
        var visitors = Enumerable.Range(1, 30).ToDictionary(id => (long)id, id => new Guid(id % 3, 0, 0, new byte[8]));
        var batches = ScriptedDestination.Mapped(30).Select(one => (IReadOnlyList<MappedEvent>)[one]);
        var results = await new Sending(target, TimeProvider.System, default, default).InOrderAsync(batches, visitors, [new Guid(2, 0, 0, new byte[8])]);
        results[1].Kind.ShouldBe(SendResultKind.TryAgain);
        results.Where(one => one.Value.Kind == SendResultKind.HeldUp).Select(one => one.Key % 3).Distinct().Order().ShouldBe([1, 2]);
        results.Where(one => one.Value.Kind == SendResultKind.Confirmed).Select(one => one.Key).Order().ShouldBe(Enumerable.Range(1, 10).Select(number => 3L * number));
        results.Count.ShouldBe(30);
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
