using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Collect;
using Tracking.Application.Destinations;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Tests.Store;
using Tracking.StandIns;

namespace Tracking.Infrastructure.Tests.Destinations.Forwarding;

/// <summary>A destination in trouble is left alone, is said to be, and gets everything once it is back; one that is changed or taken over loses and repeats nothing.</summary>
public sealed class TroubleTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly EventWindow Always = new(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly WebhookStandIn receiver = new(TestDestinations.WebhookSecret);
    private ForwardingService service = null!;
    private volatile bool isDown;
    private int requests;

    public async Task InitializeAsync()
    {
        receiver.Interferes = context =>
        {
            Interlocked.Increment(ref requests);
            if (isDown)
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.FromResult(isDown);
        };
        await receiver.StartAsync();
        service = await ForwardingService.OnAsync(StoreKind.Sqlite);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task What_is_replayed_to_one_that_takes_nothing_is_not_poured_over_it()
    {
        var destination = await service.AddWebhookAsync(receiver);
        await service.StoreViewsAsync(1, 3_000);
        await using var forwarding = await service.ForwardAsync();
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 3_000);
        isDown = true;
        requests = 0;
        (await service.Port.ReplayAsync(destination, new ReplayFilter(Always, DeliveryState.Confirmed, null), CancellationToken.None)).ShouldBe(3_000);
        await TroubleIsAsync(destination, "http_500");
        // One look's worth, then one request's worth each time, at longer and longer intervals.
        var first = requests;
        first.ShouldBeLessThanOrEqualTo(20);
        await ForwardingService.UntilAsync("it is tried three times more", () => Task.FromResult(requests >= first + 3));
        requests.ShouldBeLessThan(first + 10);
        isDown = false;
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 3_000);
        receiver.Received.Values.ShouldAllBe(times => times == 2);
        await TroubleIsAsync(destination, null);
    }

    [Fact]
    public async Task While_it_is_down_the_line_stands_still()
    {
        isDown = true;
        var destination = await service.AddWebhookAsync(receiver);
        await service.StoreViewsAsync(1, 2_000);
        await using var forwarding = await service.ForwardAsync();
        await TroubleIsAsync(destination, "http_500");
        var first = requests;
        await ForwardingService.UntilAsync("it is tried three times more", () => Task.FromResult(requests >= first + 3));
        (await service.StatesAsync(destination)).Values.Sum().ShouldBeLessThanOrEqualTo(200);
        isDown = false;
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 2_000);
        receiver.Received.Values.ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task Who_takes_it_over_tries_at_once_and_says_that_all_is_well()
    {
        isDown = true;
        var destination = await service.AddWebhookAsync(receiver);
        await service.StoreViewsAsync(1, 5);
        await using (await service.ForwardAsync())
            await TroubleIsAsync(destination, "http_500");
        isDown = false;
        await using (var db = await service.Store.CreateDbContextAsync())
        {
            var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds();
            (await db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(row => row.NextAttemptAtMs, tomorrow))).ShouldBe(5);
        }

        await using var forwarding = await service.ForwardAsync(await service.ProcessAsync());
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 5);
        await TroubleIsAsync(destination, null);
    }

    [Fact]
    public async Task One_event_that_is_all_there_is_and_fails_holds_up_none_that_comes_later()
    {
        receiver.Interferes = async context =>
        {
            context.Request.EnableBuffering();
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            context.Request.Body.Position = 0;
            if (!body.Contains("\"m-1\"", StringComparison.Ordinal))
                return false;
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return true;
        };
        var destination = await service.AddWebhookAsync(receiver);
        await service.StoreViewsAsync(1, 1);
        await using var forwarding = await service.ForwardAsync();
        await TroubleIsAsync(destination, "http_500");
        await service.StoreViewsAsync(2, 20);
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 20);
        await TroubleIsAsync(destination, null);
    }

    [Fact]
    public async Task What_was_on_its_way_when_it_was_changed_is_not_sent_again()
    {
        receiver.Interferes = async _ =>
        {
            Interlocked.Increment(ref requests);
            await Task.Delay(150);
            return false;
        };
        var destination = await service.AddWebhookAsync(receiver);
        await service.StoreViewsAsync(1, 400);
        await using var forwarding = await service.ForwardAsync();
        for (var change = 1; change <= 3; change++)
        {
            var before = requests;
            await ForwardingService.UntilAsync("some are on their way", () => Task.FromResult(requests > before));
            await ChangeAsync(destination, new DestinationChange(null, null, true, null, null));
            await ChangeAsync(destination, new DestinationChange(null, change % 2 == 0 ? ConsentPurposes.Analytics : ConsentPurposes.None, false, null, null));
        }

        await service.BecomesAsync(destination, DeliveryState.Confirmed, 400);
        receiver.Received.Count.ShouldBe(400);
        receiver.Received.Values.ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task One_that_cannot_be_opened_is_tried_again_and_keeps_no_other_from_its_work()
    {
        var kind = new FlakyKind();
        var process = await service.ProcessAsync(services => services.AddSingleton<IDestinationKind>(kind));
        var added = await process.GetRequiredService<IDestinations>().AddAsync(
            service.Shop, kind.Name, new DestinationChange(null, null, null, JsonSerializer.SerializeToElement(new { }), null), CancellationToken.None);
        var (flaky, other) = (added.Destination!.Destination, await service.AddWebhookAsync(receiver));
        await service.StoreViewsAsync(1, 5);
        await using (await service.ForwardAsync(process))
        {
            await service.BecomesAsync(other, DeliveryState.Confirmed, 5);
            await TroubleIsAsync(flaky, "cannot_be_opened");
            kind.IsBroken = false;
            await service.BecomesAsync(flaky, DeliveryState.Confirmed, 5);
            await TroubleIsAsync(flaky, null);
        }

        kind.Opened.ShouldNotBeNull().IsDisposed.ShouldBeTrue();
    }

    private Task TroubleIsAsync(Destination destination, string? trouble) => ForwardingService.UntilAsync($"trouble is {trouble ?? "none"}", async () =>
        (await service.Port.FindAsync(service.Shop, destination.Id, CancellationToken.None))!.Trouble == trouble);

    private async Task ChangeAsync(Destination destination, DestinationChange change) =>
        (await service.Port.ChangeAsync(service.Shop, destination.Id, change, CancellationToken.None))!.Errors.ShouldBeEmpty();

    private sealed class FlakyKind : IDestinationKind
    {
        public bool IsBroken { get; set; } = true;

        public ScriptedDestination? Opened { get; private set; }

        public string Name => "flaky";

        public ConsentPurposes Requires => ConsentPurposes.Analytics;

        public IReadOnlyList<string> Secrets => [];

        public IReadOnlyList<FieldError> Check(JsonElement settings) => [];

        public IDestination Open(int id, JsonElement settings) => IsBroken
            ? throw new IOException("A disk that is away.")
            : (Opened = new ScriptedDestination((_, _) => Task.FromResult(new SendResult(SendResultKind.Confirmed))));
    }
}
